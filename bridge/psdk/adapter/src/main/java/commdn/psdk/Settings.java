package commdn.psdk;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * What the adapter is told: options, then the environment ({@code COMMDN_PSDK_CLIENT_NAME}), then a
 * properties file ({@code client-name=...}). Passwords come from files, the environment or the
 * properties file, never from the command line, and are in no text that this class makes.
 */
final class Settings {
    /** A setting that is missing, unknown or wrong. */
    static final class WrongException extends Exception {
        private static final long serialVersionUID = 1;

        WrongException(String message) {
            super(message);
        }
    }

    /** Where a T-Server listens. */
    static final class Server {
        final String host;
        final int port;

        Server(String host, int port) {
            this.host = host;
            this.port = port;
        }

        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }

    final List<Server> servers;
    final String clientName;
    final Charset encoding;
    final int addpLocalSeconds;
    final int addpRemoteSeconds;
    final boolean tls;
    final Path tlsCa;
    final Path tlsKeyStore;
    final boolean tlsHostname;
    final int channels;
    final long loginMs;
    final long openMs;
    final long linkMs;
    final long graceMs;
    final long refusedMs;
    final long maxBackoffMs;
    final long requestMs;
    final int maxQueueBytes;
    final String dn;

    /** Configuration Server; null without one. */
    final Server confServer;

    final String confApplication;
    final String confUser;
    final Log.Level logLevel;
    private final char[] password;
    private final char[] tlsKeyStorePassword;
    private final char[] confPassword;

    private Settings(Source source) throws WrongException {
        servers = servers("server", source.list("server"));
        clientName = source.text("client-name", null);
        encoding = charset(source.text("encoding", null));
        addpLocalSeconds = addp(source, "addp-local-seconds", 10);
        addpRemoteSeconds = addp(source, "addp-remote-seconds", 20);
        tls = source.yes("tls", false);
        tlsCa = source.file("tls-ca");
        tlsKeyStore = source.file("tls-key-store");
        tlsHostname = source.yes("tls-hostname", true);
        channels = source.number("channels", 1, 1, 2);
        loginMs = source.milliseconds("login-seconds", 8);
        openMs = source.milliseconds("open-seconds", 5);
        linkMs = source.milliseconds("link-seconds", 2);
        graceMs = source.milliseconds("grace-seconds", 60);
        refusedMs = source.milliseconds("refused-seconds", 60);
        maxBackoffMs = source.milliseconds("max-backoff-seconds", 60);
        requestMs = source.milliseconds("request-seconds", 120);
        maxQueueBytes = source.number("max-queue-bytes", 8 << 20, 1 << 16, 1 << 30);
        dn = source.text("dn", null);
        List<String> conf = source.list("conf-server");
        if (conf.size() > 1) {
            throw new WrongException("conf-server is one HOST:PORT");
        }
        confServer = conf.isEmpty() ? null : servers("conf-server", conf).get(0);
        confApplication = source.text("conf-application", "default");
        confUser = source.text("conf-user", null);
        confPassword = source.secret("conf-password");
        if (confServer != null && confUser == null) {
            throw new WrongException(
                    "--conf-server needs --conf-user NAME, an account that may read the"
                            + " configuration");
        }
        logLevel = level(source.text("log-level", "info"));
        password = source.secret("password");
        tlsKeyStorePassword = source.secret("tls-key-store-password");
        if (!tls && (tlsCa != null || tlsKeyStore != null)) {
            throw new WrongException("tls-ca and tls-key-store are for --tls, which is not set");
        }
        if (tls && tlsCa == null) {
            throw new WrongException(
                    "--tls needs --tls-ca FILE: without it no certificate would be checked");
        }
    }

    /** From the words behind the command, the environment, and the file that --config names. */
    static Settings of(List<String> arguments, Map<String, String> environment)
            throws WrongException {
        return new Settings(Source.of(arguments, environment));
    }

    /** The SDK's jars: a folder or a class path; null is the class path of the program. */
    static String sdk(List<String> arguments, Map<String, String> environment)
            throws WrongException {
        return Source.of(arguments, environment).text("sdk", null);
    }

    /** A copy, which the caller clears; null is none. */
    char[] password() {
        return password == null ? null : password.clone();
    }

    char[] confPassword() {
        return confPassword == null ? null : confPassword.clone();
    }

    char[] tlsKeyStorePassword() {
        return tlsKeyStorePassword == null ? null : tlsKeyStorePassword.clone();
    }

    @Override
    public String toString() {
        return "servers="
                + servers
                + " client-name="
                + clientName
                + " encoding="
                + encoding
                + " channels="
                + channels
                + " tls="
                + tls
                + " addp="
                + addpLocalSeconds
                + "/"
                + addpRemoteSeconds
                + " password="
                + (password == null ? "none" : "****");
    }

    private static List<Server> servers(String name, List<String> texts) throws WrongException {
        List<Server> servers = new ArrayList<>();
        for (String text : texts) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? text : text.substring(0, colon);
            boolean brackets = host.startsWith("[") && host.endsWith("]");
            if (brackets) {
                host = host.substring(1, host.length() - 1);
            } else if (host.indexOf(':') >= 0 && host.indexOf('/') < 0) {
                throw new WrongException(
                        name + " '" + text + "': an IPv6 address has brackets, [::1]:3000");
            }
            int port;
            try {
                port = Integer.parseInt(text.substring(colon + 1));
            } catch (NumberFormatException none) {
                port = 0;
            }
            boolean wrong = host.isEmpty() || host.matches(".*[/@\\s].*");
            if (colon < 0 || wrong || port < 1 || port > 65535) {
                throw new WrongException(name + " '" + text + "' is not HOST:PORT");
            }
            servers.add(new Server(host, port));
        }
        if (servers.isEmpty()) {
            throw new WrongException(
                    "--server HOST:PORT is missing: the T-Server, the primary first");
        }
        return Collections.unmodifiableList(servers);
    }

    private static Charset charset(String name) throws WrongException {
        if (name == null) {
            throw new WrongException(
                    "--encoding NAME is missing: the charset of texts in user data, for example"
                        + " UTF-8 or windows-1252; without it the SDK would take this machine's");
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            throw new WrongException("encoding '" + name + "' is not a charset of this Java");
        }
    }

    private static int addp(Source source, String name, int ifMissing) throws WrongException {
        int seconds = source.number(name, ifMissing, 0, 3600);
        if (seconds == 1 || seconds == 2) {
            throw new WrongException(
                    name
                            + " is "
                            + seconds
                            + ": below 3 s large packets look like silence; 0 is off");
        }
        return seconds;
    }

    private static Log.Level level(String name) throws WrongException {
        try {
            return Log.Level.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new WrongException(
                    "log-level '" + name + "' is none of error, warn, info, debug");
        }
    }

    /** The three places, looked at in their order. */
    private static final class Source {
        private static final String PREFIX = "COMMDN_PSDK_";
        private static final List<String> KNOWN =
                java.util.Arrays.asList(
                        "server",
                        "client-name",
                        "encoding",
                        "addp-local-seconds",
                        "addp-remote-seconds",
                        "tls",
                        "tls-ca",
                        "tls-key-store",
                        "tls-hostname",
                        "channels",
                        "login-seconds",
                        "open-seconds",
                        "link-seconds",
                        "grace-seconds",
                        "refused-seconds",
                        "max-backoff-seconds",
                        "request-seconds",
                        "max-queue-bytes",
                        "dn",
                        "conf-server",
                        "conf-application",
                        "conf-user",
                        "conf-password-file",
                        "log-level",
                        "password-file",
                        "tls-key-store-password-file",
                        "sdk",
                        "config");
        private static final List<String> SECRETS =
                java.util.Arrays.asList(
                        "password", "tls-key-store-password", "conf-password");
        private final Map<String, List<String>> options = new java.util.HashMap<>();
        private final Properties file = new Once();
        private Map<String, String> environment;

        /** A setting that a properties file has twice, of which Java would take the last. */
        private static final class TwiceException extends RuntimeException {
            private static final long serialVersionUID = 1;

            TwiceException(Object name) {
                super(String.valueOf(name));
            }
        }

        /** Properties of which none comes twice. */
        private static final class Once extends Properties {
            private static final long serialVersionUID = 1;

            @Override
            public synchronized Object put(Object name, Object value) {
                if (super.put(name, value) != null) {
                    throw new TwiceException(name);
                }
                return null;
            }
        }

        /** A file's text, without the mark that editors put before it. */
        private static String utf8(Path file) throws IOException {
            String text;
            try {
                text =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                                .toString();
            } catch (CharacterCodingException other) {
                throw new IOException("it is not UTF-8");
            }
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        }

        static Source of(List<String> arguments, Map<String, String> environment)
                throws WrongException {
            Source source = new Source();
            source.environment = environment;
            for (int i = 0; i < arguments.size(); i++) {
                String word = arguments.get(i);
                int equals = word.indexOf('=');
                String name =
                        word.startsWith("--")
                                ? word.substring(2, equals < 0 ? word.length() : equals)
                                : "";
                if (SECRETS.contains(name)) {
                    throw new WrongException(
                            "--"
                                    + name
                                    + " is not taken from the command line, which others on the "
                                    + "machine can read: use --"
                                    + name
                                    + "-file, the environment or the properties file");
                }
                if (!KNOWN.contains(name)) {
                    throw new WrongException(
                            "'"
                                    + (name.isEmpty() ? word : "--" + name)
                                    + "' is no option; see --help");
                }
                String value;
                if (equals >= 0) {
                    value = word.substring(equals + 1);
                } else if (name.equals("tls")) {
                    value = "yes";
                } else if (++i < arguments.size()) {
                    value = arguments.get(i);
                } else {
                    throw new WrongException("--" + name + " has no value");
                }
                source.options.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            }
            for (String name : environment.keySet()) {
                String setting =
                        name.startsWith(PREFIX)
                                ? name.substring(PREFIX.length())
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-')
                                : null;
                if (setting != null && !KNOWN.contains(setting) && !SECRETS.contains(setting)) {
                    throw new WrongException(
                            "'" + name + "' in the environment is no setting; see --help");
                }
            }
            String config = source.text("config", null);
            if (config != null) {
                try {
                    source.file.load(new StringReader(utf8(Paths.get(config))));
                } catch (TwiceException twice) {
                    throw new WrongException(
                            "'"
                                    + twice.getMessage()
                                    + "' is in '"
                                    + config
                                    + "' more than once; several values are one, with commas");
                } catch (IOException | IllegalArgumentException cannot) {
                    throw new WrongException(
                            "the properties file '"
                                    + config
                                    + "' cannot be read: "
                                    + cannot.getMessage());
                }
                for (String name : source.file.stringPropertyNames()) {
                    if (!KNOWN.contains(name) && !SECRETS.contains(name)) {
                        throw new WrongException(
                                "'" + name + "' in '" + config + "' is no setting; see --help");
                    }
                }
            }
            return source;
        }

        List<String> list(String name) {
            List<String> given = options.get(name);
            String text = given == null ? outside(name) : String.join(",", given);
            List<String> parts = new ArrayList<>();
            for (String part : text == null ? new String[0] : text.split(",")) {
                if (!part.trim().isEmpty()) {
                    parts.add(part.trim());
                }
            }
            return parts;
        }

        String text(String name, String ifMissing) throws WrongException {
            List<String> given = options.get(name);
            if (given != null && given.size() > 1) {
                throw new WrongException("--" + name + " is given " + given.size() + " times");
            }
            String value = given == null ? outside(name) : given.get(0);
            return value == null || value.trim().isEmpty() ? ifMissing : value.trim();
        }

        private String outside(String name) {
            String value =
                    environment.get(
                            PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_'));
            return value == null ? file.getProperty(name) : value;
        }

        boolean yes(String name, boolean ifMissing) throws WrongException {
            String value = text(name, ifMissing ? "yes" : "no");
            if (!value.equals("yes") && !value.equals("no")) {
                throw new WrongException(name + " is '" + value + "', neither yes nor no");
            }
            return value.equals("yes");
        }

        int number(String name, int ifMissing, int least, int most) throws WrongException {
            String value = text(name, String.valueOf(ifMissing));
            try {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException notOne) {
                // Told below, with the limits.
            }
            throw new WrongException(
                    name + " is '" + value + "', not a number from " + least + " to " + most);
        }

        long milliseconds(String name, int ifMissing) throws WrongException {
            String value = text(name, String.valueOf(ifMissing));
            try {
                double seconds = Double.parseDouble(value);
                if (seconds > 0 && seconds <= 86_400) {
                    return Math.max(1, Math.round(seconds * 1000));
                }
            } catch (NumberFormatException notOne) {
                // Told below.
            }
            throw new WrongException(
                    name + " is '" + value + "', not seconds above 0 and up to 86400");
        }

        Path file(String name) throws WrongException {
            String value = text(name, null);
            if (value == null) {
                return null;
            }
            try {
                Path path = Paths.get(value);
                if (Files.isReadable(path) && !Files.isDirectory(path)) {
                    return path;
                }
            } catch (InvalidPathException noPath) {
                // Told below.
            }
            boolean inFile = value.equals(file.getProperty(name, "").trim());
            throw new WrongException(
                    name
                            + ": the file '"
                            + value
                            + "' cannot be read"
                            + (inFile
                                    ? "; in a properties file a backslash is written twice"
                                    : ""));
        }

        char[] secret(String name) throws WrongException {
            Path from = file(name + "-file");
            if (from == null) {
                String value = outside(name);
                return value == null ? null : value.toCharArray();
            }
            try {
                String text = utf8(from).replaceAll("[\\r\\n]+$", "");
                if (text.indexOf('\n') >= 0) {
                    throw new WrongException(
                            name + "-file: the file '" + from + "' has more than one line");
                }
                return text.toCharArray();
            } catch (IOException cannot) {
                throw new WrongException(
                        name
                                + "-file: the file '"
                                + from
                                + "' cannot be read: "
                                + cannot.getMessage());
            }
        }
    }
}
