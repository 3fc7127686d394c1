package commdn.psdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commdn.sdkdouble.Simulator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a site starts it: a process with pipes, and the SDK in a folder of its own. */
@Timeout(60)
class ProcessTest {
    @TempDir Path folder;

    private static String location(Class<?> of) throws Exception {
        return new File(of.getProtectionDomain().getCodeSource().getLocation().toURI()).getPath();
    }

    /** The SDK is not on the class path of the program: it is found with --sdk alone. */
    private static Process start(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(
                        Arrays.asList(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xshare:auto",
                                "-cp",
                                location(Main.class),
                                "commdn.psdk.Main"));
        command.addAll(Arrays.asList(words));
        return new ProcessBuilder(command).start();
    }

    private static String sdk() throws Exception {
        return location(Simulator.class);
    }

    private static String all(java.io.InputStream in) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            bytes.write(b);
        }
        return new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_session_over_pipes_ends_with_the_client() throws Exception {
        try (Simulator simulator = Simulator.start()) {
            Process process =
                    start(
                            "--stdio",
                            "--sdk",
                            sdk(),
                            "--server",
                            "127.0.0.1:" + simulator.port,
                            "--encoding",
                            "UTF-8",
                            "--client-name",
                            "desktop");
            OutputStream to = process.getOutputStream();
            to.write(Frame.PREFACE);
            to.write(new Frame(Ids.REGISTER_CLIENT).encode());
            to.flush();
            DataInputStream from = new DataInputStream(process.getInputStream());
            Frame.readPreface(from);
            assertEquals(Ids.SERVER_CONNECTED, Frame.read(from).message);
            assertEquals(Ids.LINK_CONNECTED, Frame.read(from).message);
            to.close();
            assertNull(Frame.read(from));
            assertEquals(Exit.OK, process.waitFor());
            String log = all(process.getErrorStream());
            assertTrue(
                    log.contains("event=channel-opened") && log.contains("event=client-ended"),
                    log);
        }
    }

    @Test
    void without_the_sdk_the_client_is_told_which_jars_are_missing() throws Exception {
        Process process =
                start("--sdk", folder.toString(), "--server", "127.0.0.1:1", "--encoding", "UTF-8");
        DataInputStream from = new DataInputStream(process.getInputStream());
        Frame.readPreface(from);
        String text = Frame.read(from).text(Ids.A_ERROR_MESSAGE);
        assertTrue(text.contains("commons, kvlists, connection, protocol, voiceprotocol"), text);
        assertEquals(Exit.SDK, process.waitFor());
    }

    @Test
    void wrong_settings_end_it_with_2_and_one_line() throws Exception {
        for (String[] words :
                new String[][] {
                    {"--colour"},
                    {"dance"},
                    {"--sdk", "/nowhere"},
                    {"self-test", "--stdio"},
                    {"--sdk", sdk(), "--server", "x:1"}
                }) {
            Process process = start(words);
            assertEquals("", all(process.getInputStream()));
            String error = all(process.getErrorStream());
            assertTrue(error.startsWith("commdn-psdk: ") && error.split("\n").length == 1, error);
            assertEquals(Exit.USAGE, process.waitFor(), error);
        }
    }

    private String selfTest(int code, String sdk) throws Exception {
        Process process = start("self-test", "--sdk", sdk);
        String told = all(process.getInputStream()) + all(process.getErrorStream());
        assertEquals(code, process.waitFor(), told);
        return told;
    }

    @Test
    void a_jar_that_is_none_an_empty_folder_and_one_of_two_versions_are_named() throws Exception {
        String empty = selfTest(Exit.SDK, folder.toString());
        assertTrue(empty.contains("missing: commons, kvlists, connection, protocol"), empty);
        Files.write(folder.resolve("voiceprotocol.jar"), "<html>404</html>".getBytes());
        for (String path : new String[] {"", "/*", "/voiceprotocol.jar"}) {
            String told = selfTest(Exit.USAGE, folder + path);
            assertTrue(told.contains("voiceprotocol.jar' is not a jar, or is damaged"), told);
        }
        String twice = selfTest(Exit.OK, sdk() + File.pathSeparator + copy(folder.resolve("new")));
        assertTrue(twice.contains("more than one has the classes of voiceprotocol"), twice);
    }

    /** A folder with one class of the SDK. */
    private static Path copy(Path to) throws Exception {
        String name = "com/genesyslab/platform/voice/protocol/TServerProtocol.class";
        Files.createDirectories(to.resolve(name).getParent());
        Files.copy(Simulator.class.getClassLoader().getResourceAsStream(name), to.resolve(name));
        return to;
    }

    @Test
    void help_goes_to_standard_output() throws Exception {
        Process process = start("--help");
        assertTrue(all(process.getInputStream()).contains("--sdk PATH"));
        assertEquals(Exit.OK, process.waitFor());
    }

    @Test
    void self_test_and_doctor_print_a_page() throws Exception {
        Process test = start("self-test", "--sdk", sdk());
        String page = all(test.getInputStream());
        assertEquals(Exit.OK, test.waitFor(), page);
        try (Simulator simulator = Simulator.start()) {
            String[] words = {
                "doctor",
                "--sdk",
                sdk(),
                "--server",
                "127.0.0.1:" + simulator.port,
                "--encoding",
                "UTF-8",
                "--client-name",
                "desktop",
                "--dn",
                "8001"
            };
            Process fine = start(words);
            String ok = all(fine.getInputStream());
            assertTrue(ok.contains("[ok]  DN 8001: registered"), ok);
            assertEquals(Exit.OK, fine.waitFor());
            words[4] += ",127.0.0.1:1";
            Process half = start(words);
            String away = all(half.getInputStream());
            assertTrue(away.contains("[!!]  127.0.0.1:1: Connection refused"), away);
            assertTrue(away.contains("[ok]  DN 8001: registered"), away);
            assertEquals(Exit.REFUSED, half.waitFor());
            words[words.length - 1] = "9999";
            Process bad = start(words);
            String told = all(bad.getInputStream());
            assertTrue(
                    told.contains("[!!]  DN 9999: the DN is not in the configuration (59)"), told);
            assertEquals(Exit.REFUSED, bad.waitFor());
        }
    }

    @Test
    void the_doctor_names_a_licence_that_is_missing() throws Exception {
        try (Simulator simulator = Simulator.start()) {
            List<String> command =
                    new ArrayList<>(
                            Arrays.asList(
                                    System.getProperty("java.home") + "/bin/java",
                                    "-Dcommdn.double.refuse=9",
                                    "-cp",
                                    location(Main.class),
                                    "commdn.psdk.Main",
                                    "doctor",
                                    "--sdk",
                                    sdk(),
                                    "--server",
                                    "127.0.0.1:" + simulator.port,
                                    "--encoding",
                                    "UTF-8",
                                    "--client-name",
                                    "desktop"));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String page = all(process.getInputStream());
            assertTrue(
                    page.contains("no licence is left on the T-Server (40); free a licence"), page);
            assertEquals(Exit.REFUSED, process.waitFor());
        }
    }

    @Test
    void over_tls_a_server_that_is_not_signed_for_or_has_another_name_is_not_spoken_to()
            throws Exception {
        Path certificates = Files.createDirectory(folder.resolve("certificates"));
        Simulator.certificates(certificates);
        Path others = Files.createDirectory(folder.resolve("others"));
        Simulator.certificates(others);
        String tls =
                "[tls]\ncertificate = \""
                        + certificates.resolve("server.pem")
                        + "\"\nkey = \""
                        + certificates.resolve("server.key")
                        + "\"";
        try (Simulator simulator = Simulator.start(folder, "listen = \"tls://127.0.0.1:0\"", tls)) {
            String server = "localhost:" + simulator.port;
            try (LinkClient client =
                    LinkClient.up(
                            "8001",
                            "--server",
                            server,
                            "--tls",
                            "--tls-ca",
                            certificates.resolve("ca.pem").toString())) {
                client.distribute("8001", 1, SessionTest.doNotCall("5550123"));
                client.await(Ids.ACK);
            }
            try (LinkClient client =
                    LinkClient.start(
                                    "--server",
                                    server,
                                    "--tls",
                                    "--login-seconds",
                                    "1",
                                    "--tls-ca",
                                    others.resolve("ca.pem").toString())
                            .introduce()) {
                String text = client.await(Ids.ERROR).text(Ids.A_ERROR_MESSAGE);
                assertTrue(
                        text.contains("certification path")
                                || text.contains("Signature")
                                || text.contains("PKIX"),
                        text);
                assertEquals(Exit.REFUSED, client.exit());
            }
        }
        // The certificate is for localhost, 127.0.0.1 and ::1.
        try (Simulator elsewhere = Simulator.start(folder, "listen = \"tls://127.0.0.2:0\"", tls)) {
            String[] options = {
                "--server",
                "127.0.0.2:" + elsewhere.port,
                "--tls",
                "--login-seconds",
                "1",
                "--tls-ca",
                certificates.resolve("ca.pem").toString(),
                "--tls-hostname",
                "yes"
            };
            try (LinkClient client = LinkClient.start(options).introduce()) {
                String text = client.await(Ids.ERROR).text(Ids.A_ERROR_MESSAGE);
                assertTrue(text.contains("127.0.0.2 found"), text);
            }
            options[options.length - 1] = "no";
            LinkClient.up("8001", options).close();
        }
    }

    @Test
    void a_signal_ends_it_and_unregisters_at_the_server() throws Exception {
        // Java closes the pipes of a process that it ends.
        File log = folder.resolve("log").toFile();
        try (Simulator simulator = Simulator.start()) {
            Process process =
                    new ProcessBuilder(
                                    System.getProperty("java.home") + "/bin/java",
                                    "-cp",
                                    location(Main.class),
                                    "commdn.psdk.Main",
                                    "--sdk",
                                    sdk(),
                                    "--server",
                                    "127.0.0.1:" + simulator.port,
                                    "--encoding",
                                    "UTF-8")
                            .redirectError(log)
                            .start();
            process.getOutputStream().write(Frame.PREFACE);
            process.getOutputStream()
                    .write(
                            new Frame(Ids.REGISTER_CLIENT)
                                    .with(Ids.A_APPLICATION_NAME, "desktop")
                                    .encode());
            process.getOutputStream().flush();
            DataInputStream from = new DataInputStream(process.getInputStream());
            Frame.readPreface(from);
            assertEquals(Ids.SERVER_CONNECTED, Frame.read(from).message);
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertTrue(new String(Files.readAllBytes(log.toPath())).contains("event=terminated"));
        }
    }

    @Test
    void a_client_that_is_killed_takes_the_program_with_it() throws Exception {
        try (Simulator simulator = Simulator.start()) {
            Process process =
                    start(
                            "--sdk",
                            sdk(),
                            "--server",
                            "127.0.0.1:" + simulator.port,
                            "--encoding",
                            "UTF-8");
            process.getOutputStream().write(Frame.PREFACE);
            process.getOutputStream().flush();
            Frame.readPreface(new DataInputStream(process.getInputStream()));
            process.getOutputStream().close();
            process.getInputStream().close();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        }
    }
}
