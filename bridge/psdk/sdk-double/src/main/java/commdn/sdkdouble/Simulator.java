package commdn.sdkdouble;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** commdn-sim as a process of a test: any free ports, ended with {@link #close}. */
public final class Simulator implements AutoCloseable {
    private static final Pattern LISTENING =
            Pattern.compile(
                    "listening on [\\d.]+:(\\d+)(?:, backup on [\\d.]+:(\\d+))?, control on"
                            + " [\\d.]+:(\\d+)");
    public final int port;

    /** 0 without one. */
    public final int backupPort;

    private final int controlPort;
    private final Process process;

    private Simulator(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(Arrays.asList(program(), "run", "--quiet"));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            Matcher found = LISTENING.matcher(line);
            if (found.find()) {
                port = Integer.parseInt(found.group(1));
                backupPort = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
                controlPort = Integer.parseInt(found.group(3));
                Engine.daemon("simulator-output", () -> drain(out));
                return;
            }
        }
        throw new IOException("commdn-sim did not start: " + said);
    }

    /** The demo contact centre: DN 8001 to 8003, OCS 101, applications 20 and 21. */
    public static Simulator start() throws IOException {
        return new Simulator(Arrays.asList("--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"));
    }

    /** The same contact centre with lines of its [tserver] replaced, and more text behind it. */
    public static Simulator start(Path folder, String tserver, String more) throws IOException {
        String text =
                "dn = [{ number = \"8001\" }, { number = \"8002\" }]\n"
                        + "application = [{ dbid = 20, name = \"guarded\", password = \"for the"
                        + " desktop\" }]\n"
                        + "ocs = [{ dbid = 101, name = \"OCS\", connections = [20] }]\n"
                        + "[tserver]\n"
                        + "control_listen = \"127.0.0.1:0\"\n"
                        + tserver
                        + "\n"
                        + more
                        + "\n";
        Path file = folder.resolve("centre.toml");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return new Simulator(Arrays.asList("--config", file.toString()));
    }

    /** A simulator whose output nobody reads would wait in the end. */
    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) {}
        } catch (IOException ended) {
            // So is the simulator.
        }
    }

    /** Certificates to throw away: ca.pem, server.pem, server.key, client.pem, client.key. */
    public static void certificates(Path folder) throws IOException, InterruptedException {
        Process made =
                new ProcessBuilder(program(), "cert", "--out", folder.toString())
                        .inheritIO()
                        .start();
        if (made.waitFor() != 0) {
            throw new IOException("commdn-sim cert failed");
        }
    }

    /** One command of the control interface: its reply. */
    public String control(String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", controlPort)) {
            socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            String reply =
                    new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine();
            if (reply == null || !reply.contains("\"ok\":true")) {
                throw new IOException(command + ": " + reply);
            }
            return reply;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String program() throws IOException {
        String named = System.getenv("COMMDN_SIM");
        if (named != null) {
            return named;
        }
        for (File at = Paths.get("").toAbsolutePath().toFile();
                at != null;
                at = at.getParentFile()) {
            File program = new File(at, "target/debug/commdn-sim");
            if (program.canExecute()) {
                return program.getPath();
            }
        }
        throw new IOException(
                "no commdn-sim: build it with `cargo build -p commdn-sim`, or name it in"
                        + " COMMDN_SIM");
    }
}
