package commdn.psdk;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A session in this process and a client of it: what the client gets, by and by, and what was
 * logged.
 */
final class LinkClient implements AutoCloseable {
    private static final Frame END = new Frame(0xFFFF);
    final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final List<Frame> passedOver = new ArrayList<>();
    private final Socket socket;
    private final OutputStream out;

    /** A client that reads what comes. */
    static LinkClient start(String... options) throws Exception {
        LinkClient client = new LinkClient(options);
        client.read();
        return client;
    }

    /** A client that has said nothing and reads nothing. */
    LinkClient(String... options) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        if (!all.contains("--encoding")) {
            all.addAll(Arrays.asList("--encoding", "UTF-8"));
        }
        Settings settings = Settings.of(all, Collections.emptyMap());
        Log log = new Log(settings.logLevel, new PrintStream(logged, true));
        Socket theirs;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            socket = new Socket(server.getInetAddress(), server.getLocalPort());
            theirs = server.accept();
        }
        out = socket.getOutputStream();
        Session session =
                new Session(settings, log, theirs.getInputStream(), theirs.getOutputStream());
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                int code = session.run();
                                log.flush(1_000);
                                exit.complete(code);
                            } catch (Exception failed) {
                                exit.completeExceptionally(failed);
                            } finally {
                                close(theirs);
                            }
                        },
                        "session");
        thread.setDaemon(true);
        thread.start();
    }

    void read() {
        Thread reader =
                new Thread(
                        () -> {
                            try {
                                DataInputStream in =
                                        new DataInputStream(
                                                new java.io.BufferedInputStream(
                                                        socket.getInputStream()));
                                in.readFully(new byte[8]);
                                for (Frame frame = Frame.read(in);
                                        frame != null;
                                        frame = Frame.read(in)) {
                                    frames.add(frame);
                                }
                            } catch (IOException ended) {
                                // The end is told below.
                            }
                            frames.add(END);
                        },
                        "client");
        reader.setDaemon(true);
        reader.start();
    }

    LinkClient introduce() throws IOException {
        return introduce(new Frame(Ids.REGISTER_CLIENT).with(Ids.A_APPLICATION_NAME, "desktop"));
    }

    LinkClient introduce(Frame frame) throws IOException {
        out.write(Frame.PREFACE);
        return send(frame);
    }

    LinkClient send(Frame frame) throws IOException {
        out.write(frame.encode());
        return this;
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    LinkClient register(String dn) throws IOException {
        return send(
                new Frame(Ids.REGISTER_ADDRESS)
                        .with(Ids.A_THIS_DN, dn)
                        .with(Ids.A_REFERENCE_ID, 0)
                        .with(Ids.A_REGISTER_MODE, 1)
                        .with(Ids.A_ADDRESS_TYPE, 1));
    }

    LinkClient distribute(String dn, int reference, byte[] packed) throws IOException {
        return send(
                new Frame(Ids.DISTRIBUTE_USER_EVENT)
                        .with(Ids.A_COMMUNICATION_DN, dn)
                        .with(Ids.A_REFERENCE_ID, reference)
                        .with(
                                Ids.A_USER_EVENT,
                                new Frame(Ids.USER_EVENT).with(Ids.A_USER_DATA, packed).body()));
    }

    /** Introduced, the link up, the DN registered. */
    static LinkClient up(String dn, String... options) throws Exception {
        LinkClient client = start(options).introduce();
        client.await(Ids.SERVER_CONNECTED);
        client.await(Ids.LINK_CONNECTED);
        client.register(dn);
        client.await(Ids.REGISTERED);
        return client;
    }

    Frame await(int message) throws InterruptedException {
        return await(frame -> frame.message == message, "message " + message);
    }

    Frame await(Predicate<Frame> which, String what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(45);
        while (true) {
            Frame frame = frames.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (frame == null || frame == END) {
                throw new AssertionError(
                        what
                                + " did not come"
                                + (frame == END ? " before the end" : "")
                                + "; came "
                                + numbers()
                                + "; logged:\n"
                                + log());
            }
            if (which.test(frame)) {
                return frame;
            }
            passedOver.add(frame);
        }
    }

    /** Waits until a line with a text is logged. */
    String awaitLog(String text) throws InterruptedException {
        for (int i = 0; i < 1_500; i++) {
            for (String line : log().split("\n")) {
                if (line.contains(text)) {
                    return line;
                }
            }
            Thread.sleep(10);
        }
        throw new AssertionError("'" + text + "' was not logged:\n" + log());
    }

    /** The numbers of what came and was not waited for. */
    List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        passedOver.forEach(frame -> numbers.add(frame.message));
        return numbers;
    }

    String log() {
        return new String(logged.toByteArray(), StandardCharsets.UTF_8);
    }

    int exit() throws Exception {
        return exit.get(45, TimeUnit.SECONDS);
    }

    void end() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() {
        close(socket);
        try {
            exit.get(45, TimeUnit.SECONDS);
        } catch (Exception told) {
            throw new AssertionError("the session did not end", told);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Closed all the same.
        }
    }
}
