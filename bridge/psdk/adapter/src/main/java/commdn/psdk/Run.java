package commdn.psdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A command, in the class loader that has the SDK. Its arguments are Java's own types: the caller
 * is in another one.
 */
public final class Run {
    private Run() {}

    public static int run(
            String command,
            List<String> options,
            Map<String, String> environment,
            InputStream in,
            OutputStream out,
            PrintStream err) {
        try {
            switch (command) {
                case "self-test":
                    return SelfTest.run(options, environment, new PrintStream(out, true));
                case "doctor":
                    return Doctor.run(options, environment, new PrintStream(out, true));
                default:
                    return stdio(Settings.of(options, environment), in, out, err);
            }
        } catch (Settings.WrongException wrong) {
            err.println("commdn-psdk: " + wrong.getMessage());
            return Exit.USAGE;
        }
    }

    private static int stdio(Settings settings, InputStream in, OutputStream out, PrintStream err) {
        Log log = new Log(settings.logLevel, err);
        try {
            List<String> missing = Jars.missing(Run.class.getClassLoader());
            if (!missing.isEmpty()) {
                String cause =
                        "the SDK's jars are missing: "
                                + String.join(", ", missing)
                                + "; give their folder with --sdk";
                log.error("sdk-missing", "jars", missing);
                refuse(out, cause);
                return Exit.SDK;
            }
            log.info(
                    "start",
                    "adapter",
                    Main.version(),
                    "sdk",
                    Jars.version(Run.class.getClassLoader()),
                    "java",
                    System.getProperty("java.version"),
                    "settings",
                    settings);
            Session session = new Session(settings, log, in, out);
            CountDownLatch over = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> terminate(session, log, over)));
            try {
                return session.run();
            } finally {
                over.countDown();
            }
        } catch (Settings.WrongException wrong) {
            log.error("settings", "cause", wrong.getMessage());
            refuse(out, wrong.getMessage());
            return Exit.USAGE;
        } catch (LinkageError misfit) {
            log.error("sdk-misfit", "cause", Jars.explain(misfit));
            refuse(out, Jars.explain(misfit));
            return Exit.SDK;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Exit.INTERNAL;
        } finally {
            log.flush(1_000);
        }
    }

    /** On SIGTERM: says good-bye to the T-Server, so that a licence is free at once. */
    private static void terminate(Session session, Log log, CountDownLatch over) {
        log.info("terminated");
        session.end(Exit.OK);
        try {
            over.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        log.flush(500);
    }

    /**
     * Tells a client why there is no session, in its own protocol: more than an end without a word.
     */
    private static void refuse(OutputStream out, String cause) {
        try {
            out.write(Frame.PREFACE);
            out.write(
                    new Frame(Ids.ERROR)
                            .with(Ids.A_REFERENCE_ID, 0)
                            .with(Ids.A_ERROR_CODE, TServerErrors.UNKNOWN)
                            .with(Ids.A_ERROR_MESSAGE, cause)
                            .encode());
            out.flush();
        } catch (IOException gone) {
            // The log has it.
        }
    }

    /** The options without those that a check does not need. */
    static List<String> with(List<String> options, String... defaults) {
        List<String> all = new ArrayList<>(options);
        for (int i = 0; i < defaults.length; i += 2) {
            String name = defaults[i];
            boolean given = false;
            for (String option : options) {
                given |= option.equals(name) || option.startsWith(name + "=");
            }
            if (!given) {
                all.add(name);
                all.add(defaults[i + 1]);
            }
        }
        return all;
    }
}
