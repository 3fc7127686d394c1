package commdn.psdk;

import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.voice.protocol.tserver.AddressType;
import com.genesyslab.platform.voice.protocol.tserver.ControlMode;
import com.genesyslab.platform.voice.protocol.tserver.RegisterMode;
import com.genesyslab.platform.voice.protocol.tserver.events.EventError;
import com.genesyslab.platform.voice.protocol.tserver.events.EventLinkConnected;
import com.genesyslab.platform.voice.protocol.tserver.events.EventLinkDisconnected;
import com.genesyslab.platform.voice.protocol.tserver.events.EventRegistered;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestRegisterAddress;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

/** From here to the DN, step by step, until one does not work: what it is, and what to look at. */
final class Doctor {
    private static final int REFERENCE = 1;

    private final PrintStream page;

    private Doctor(PrintStream page) {
        this.page = page;
    }

    static int run(List<String> options, Map<String, String> environment, PrintStream page)
            throws Settings.WrongException {
        Settings settings = Settings.of(options, environment);
        Doctor doctor = new Doctor(page);
        try {
            return doctor.look(settings) ? Exit.OK : Exit.REFUSED;
        } catch (LinkageError misfit) {
            return doctor.bad("the SDK", Jars.explain(misfit)) ? Exit.OK : Exit.SDK;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Exit.INTERNAL;
        }
    }

    private boolean look(Settings settings) throws Settings.WrongException, InterruptedException {
        ClassLoader loader = Doctor.class.getClassLoader();
        good("settings", settings.toString());
        List<String> missing = Jars.missing(loader);
        if (!missing.isEmpty()) {
            return bad(
                    "the SDK",
                    "jars are missing: "
                            + String.join(", ", missing)
                            + "; give their folder with --sdk");
        }
        good("the SDK", "version " + Jars.version(loader));
        List<String> problems = SdkSurface.check(loader);
        if (!problems.isEmpty()) {
            return bad(
                    "the SDK",
                    problems.get(0)
                            + (problems.size() == 1
                                    ? ""
                                    : ", and " + (problems.size() - 1) + " more")
                            + "; run self-test");
        }
        int reached = 0;
        for (Settings.Server server : settings.servers) {
            reached += reach(server, settings) ? 1 : 0;
        }
        // A backup that is away does not keep the rest from being looked at.
        boolean all = reached == settings.servers.size();
        return reached > 0 && new Channel(settings).look() && all;
    }

    private boolean reach(Settings.Server server, Settings settings) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host, server.port), (int) settings.openMs);
            return good(server.toString(), "something listens");
        } catch (IOException cannot) {
            return bad(
                    server.toString(),
                    Upstream.text(cannot) + "; is the T-Server running, and no firewall between?");
        }
    }

    private boolean good(String what, String text) {
        page.println("[ok]  " + what + ": " + text);
        return true;
    }

    private boolean bad(String what, String text) {
        page.println("[!!]  " + what + ": " + text);
        return false;
    }

    /** The channel was open and is gone. */
    private static final class Lost {
        private final String why;

        Lost(String why) {
            this.why = why;
        }

        @Override
        public String toString() {
            return "the channel was lost: " + why;
        }
    }

    /** One channel, opened as a session opens it. */
    private final class Channel implements Upstream.Listener {
        private final Settings settings;
        private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
        private final Upstream upstream;

        /** What came before the channel was told to be open. */
        private Message early;

        /** Why the channel is gone; null while it is there. */
        private String lost;

        Channel(Settings settings) throws Settings.WrongException {
            this.settings = settings;
            SSLContext tls = settings.tls ? Tls.context(settings) : null;
            Log quiet = new Log(Log.Level.ERROR, System.err);
            upstream = new Upstream("doctor", settings, tls, quiet, this);
        }

        boolean look() throws InterruptedException {
            if (settings.clientName == null) {
                return bad(
                        "the channel",
                        "--client-name is missing: the doctor has no client that names one");
            }
            upstream.start(settings.clientName, settings.password());
            try {
                Object first = news.poll(settings.loginMs, TimeUnit.MILLISECONDS);
                while (first instanceof Message) {
                    early = (Message) first;
                    first = news.poll(settings.loginMs, TimeUnit.MILLISECONDS);
                }
                if (first instanceof LinkageError) {
                    return bad("the SDK", Jars.explain((LinkageError) first));
                }
                if (!"opened".equals(first)) {
                    return bad(
                            "the channel",
                            first == null ? "it did not open in time" : first.toString());
                }
                good(
                        "the channel",
                        "open, as '"
                                + settings.clientName
                                + "'"
                                + (settings.tls ? ", with TLS" : ""));
                return link() && (settings.dn == null || register());
            } finally {
                upstream.close(2_000);
            }
        }

        private boolean link() throws InterruptedException {
            boolean toldEarly =
                    early instanceof EventLinkConnected || early instanceof EventLinkDisconnected;
            Message told =
                    toldEarly
                            ? early
                            : await(
                                    settings.linkMs,
                                    EventLinkConnected.ID,
                                    EventLinkDisconnected.ID);
            if (told != null && told.messageId() == EventLinkDisconnected.ID) {
                return bad("the link", "down (54); " + TServerErrors.advice(TServerErrors.NO_LINK));
            }
            if (lost != null) {
                return bad("the link", lost);
            }
            return good("the link", told == null ? "the T-Server did not tell; taken as up" : "up");
        }

        private boolean register() throws InterruptedException {
            Message request =
                    RequestRegisterAddress.create(
                            settings.dn,
                            RegisterMode.ModeShare,
                            ControlMode.RegisterDefault,
                            AddressType.DN);
            request.setReferenceID(Integer.valueOf(REFERENCE));
            try {
                upstream.send(request);
            } catch (com.genesyslab.platform.commons.protocol.ProtocolException
                    | RuntimeException cannot) {
                return bad("DN " + settings.dn, Upstream.text(cannot));
            }
            Message answer = await(settings.openMs, EventRegistered.ID, EventError.ID);
            if (answer instanceof EventError) {
                Integer number = ((EventError) answer).getErrorCode();
                int code = number == null ? TServerErrors.UNKNOWN : number;
                return bad(
                        "DN " + settings.dn,
                        TServerErrors.words(code)
                                + " ("
                                + code
                                + "); "
                                + TServerErrors.advice(code));
            }
            return answer == null
                    ? bad(
                            "DN " + settings.dn,
                            lost == null ? "the T-Server did not answer the registration" : lost)
                    : good("DN " + settings.dn, "registered: requests can be sent");
        }

        private Message await(long withinMs, int... ids) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
            while (true) {
                Object one = news.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (one == null) {
                    return null;
                }
                if (one instanceof Lost) {
                    lost = one.toString();
                    return null;
                }
                for (int id : ids) {
                    if (one instanceof Message && ((Message) one).messageId() == id) {
                        return (Message) one;
                    }
                }
            }
        }

        @Override
        public void opening(Upstream of) {}

        @Override
        public void opened(Upstream of) {
            news.add("opened");
        }

        @Override
        public void lost(Upstream of, String why) {
            news.add(new Lost(why));
        }

        @Override
        public void unavailable(Upstream of, Integer code, boolean byAll, String why) {
            news.add(
                    code == null
                            ? why
                            : why
                                    + ": "
                                    + TServerErrors.words(code)
                                    + " ("
                                    + code
                                    + "); "
                                    + TServerErrors.advice(code));
        }

        @Override
        public void message(Upstream of, Message message) {
            news.add(message);
        }

        @Override
        public void broken(Upstream of, LinkageError error) {
            news.add(error);
        }
    }
}
