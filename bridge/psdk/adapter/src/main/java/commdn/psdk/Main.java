package commdn.psdk;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The program: reads the command, puts this program and the site's SDK into one class loader, and
 * runs there.
 */
public final class Main {
    static final String USAGE =
            String.join(
                    "\n",
                    "commdn-psdk: carries commdn's link protocol to a T-Server, with the site's own"
                            + " Platform SDK for Java.",
                    "",
                    "  java -jar commdn-psdk.jar [--stdio] --sdk LIB --server HOST:PORT --encoding"
                            + " NAME [OPTION...]",
                    "  java -jar commdn-psdk.jar self-test --sdk LIB [--encoding NAME]",
                    "  java -jar commdn-psdk.jar doctor    --sdk LIB --server HOST:PORT --encoding"
                            + " NAME [--dn DN] [OPTION...]",
                    "",
                    "  --stdio      speaks the link protocol on standard input and output (the"
                            + " default)",
                    "  self-test    compares the SDK with what this program was built against, and"
                            + " its packed lists with ours",
                    "  doctor       looks for what is wrong between here and the T-Server, step by"
                            + " step",
                    "",
                    "Each option may also be set as COMMDN_PSDK_NAME in the environment, or as"
                            + " name=value in the --config file.",
                    "",
                    "  --sdk PATH                 folder of the SDK's jars, or a class path;"
                            + " without it, the program's class path",
                    "  --config FILE              properties file",
                    "  --server HOST:PORT         T-Server; given twice, primary and backup",
                    "  --client-name NAME         the application's name at the T-Server; without"
                            + " it, the one that the client gives",
                    "  --password-file FILE       its password; or COMMDN_PSDK_PASSWORD, or"
                            + " password= in the --config file",
                    "  --conf-server HOST:PORT    Configuration Server, for clients that read names;"
                            + " without it they are refused",
                    "  --conf-user NAME           an account that may read the configuration",
                    "  --conf-password-file FILE  its password; or COMMDN_PSDK_CONF_PASSWORD, or"
                            + " conf-password= in the --config file",
                    "  --conf-application NAME    the application that reads (default)",
                    "  --encoding NAME            charset of texts in user data, for example UTF-8"
                            + " or windows-1252",
                    "  --channels 1|2             connections to the T-Server: 1 for both ways, or"
                            + " 2, for sending and receiving (1)",
                    "  --addp-local-seconds N     keep-alive, ours (10) and theirs (20); at least"
                            + " 3, or 0 for none",
                    "  --addp-remote-seconds N",
                    "  --tls                      TLS; the server's certificate and host name are"
                            + " checked",
                    "  --tls-ca FILE              who signed it: PEM",
                    "  --tls-hostname yes|no      whether its host name is checked (yes)",
                    "  --tls-key-store FILE       our own certificate and key: PKCS #12",
                    "  --tls-key-store-password-file FILE",
                    "  --login-seconds N          a client waits so long for a T-Server (8)",
                    "  --open-seconds N           one attempt to open a channel (5)",
                    "  --link-seconds N           a link that the T-Server does not tell of is"
                            + " taken as up after so long (2)",
                    "  --grace-seconds N          a lost T-Server has so long to come back before"
                            + " the client is sent away (60)",
                    "  --refused-seconds N        pause after every server refused us (60)",
                    "  --max-backoff-seconds N    longest pause between attempts otherwise (60)",
                    "  --request-seconds N        an unanswered request is forgotten after so long"
                            + " (120)",
                    "  --max-queue-bytes N        a client for which more waits is dropped"
                            + " (8388608)",
                    "  --log-level NAME           error, warn, info or debug (info); the log is"
                            + " standard error",
                    "  --help, --version",
                    "",
                    "Exit codes: 0 the client ended, or nothing is wrong; 1 a mistake in this"
                            + " program; 2 settings; 3 refused or not",
                    "reached; 4 the client was too slow; 5 the T-Server stayed away; 6 the SDK is"
                            + " missing or does not fit; 7 the client",
                    "broke the protocol.");

    private Main() {}

    public static void main(String[] arguments) {
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        // Whatever a library prints must not get between the frames.
        System.setOut(System.err);
        int code = run(Arrays.asList(arguments), System.getenv(), in, out, System.err);
        System.err.flush();
        // The SDK's threads may still be there, and a writer to a client that does not read.
        Runtime.getRuntime().halt(code);
    }

    static int run(
            List<String> words,
            Map<String, String> environment,
            InputStream in,
            OutputStream out,
            PrintStream err) {
        List<String> options = new ArrayList<>(words);
        String command = "stdio";
        if (!options.isEmpty() && !options.get(0).startsWith("--")) {
            command = options.remove(0);
        }
        if (options.remove("--stdio") && !command.equals("stdio")) {
            err.println("commdn-psdk: --stdio and " + command + " do not go together");
            return Exit.USAGE;
        }
        PrintStream page = new PrintStream(out, true);
        if (options.contains("--help") || command.equals("help")) {
            page.println(USAGE);
            return Exit.OK;
        }
        if (options.contains("--version")) {
            page.println("commdn-psdk " + version());
            return Exit.OK;
        }
        if (!Arrays.asList("stdio", "self-test", "doctor").contains(command)) {
            err.println(
                    "commdn-psdk: '"
                            + command
                            + "' is none of --stdio, self-test, doctor; see --help");
            return Exit.USAGE;
        }
        try {
            ClassLoader loader = Jars.loader(Settings.sdk(options, environment));
            Thread.currentThread().setContextClassLoader(loader);
            Object code =
                    Class.forName("commdn.psdk.Run", true, loader)
                            .getMethod(
                                    "run",
                                    String.class,
                                    List.class,
                                    Map.class,
                                    InputStream.class,
                                    OutputStream.class,
                                    PrintStream.class)
                            .invoke(null, command, options, environment, in, out, err);
            return (Integer) code;
        } catch (Settings.WrongException wrong) {
            err.println("commdn-psdk: " + wrong.getMessage());
            return Exit.USAGE;
        } catch (ReflectiveOperationException | LinkageError failed) {
            err.println("commdn-psdk: " + (failed.getCause() == null ? failed : failed.getCause()));
            return Exit.INTERNAL;
        }
    }

    static String version() {
        String version =
                Main.class.getPackage() == null
                        ? null
                        : Main.class.getPackage().getImplementationVersion();
        return version == null ? "unpacked" : version;
    }
}
