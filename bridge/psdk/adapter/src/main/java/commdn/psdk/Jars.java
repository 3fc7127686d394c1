package commdn.psdk;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;

/**
 * The site's jars: found in a folder or on a class path, named when one is missing. It refers to no
 * class of the SDK.
 */
final class Jars {
    /** A class of each jar that the adapter needs, for telling which is missing. */
    private static final String[][] PROBES = {
        {"commons", "com.genesyslab.platform.commons.PlatformException"},
        {"kvlists", "com.genesyslab.platform.commons.collections.KeyValueCollection"},
        {
            "connection",
            "com.genesyslab.platform.commons.connection.configuration.PropertyConfiguration"
        },
        {"protocol", "com.genesyslab.platform.commons.protocol.Endpoint"},
        {"voiceprotocol", "com.genesyslab.platform.voice.protocol.TServerProtocol"},
    };

    private Jars() {}

    /**
     * Loads this program and the SDK together, with nothing else: a jar beside another SDK's must
     * not mix with it.
     */
    static ClassLoader loader(String sdk) throws Settings.WrongException {
        if (sdk == null) {
            return Jars.class.getClassLoader();
        }
        List<URL> urls = new ArrayList<>();
        try {
            urls.add(Jars.class.getProtectionDomain().getCodeSource().getLocation());
            for (String part : sdk.split(File.pathSeparator)) {
                for (Path path : expand(part)) {
                    urls.add(path.toUri().toURL());
                }
            }
        } catch (MalformedURLException | InvalidPathException cannot) {
            throw new Settings.WrongException("sdk: " + cannot.getMessage());
        }
        // The parent knows Java only.
        return new URLClassLoader(
                urls.toArray(new URL[0]), ClassLoader.getSystemClassLoader().getParent());
    }

    private static List<Path> expand(String part) throws Settings.WrongException {
        boolean all = part.endsWith("*");
        Path path = Paths.get(all ? part.substring(0, part.length() - 1) : part);
        if (!Files.exists(path)) {
            throw new Settings.WrongException("sdk: '" + part + "' does not exist");
        }
        if (!Files.isDirectory(path)) {
            whole(path);
            return Collections.singletonList(path);
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.jar")) {
            found.forEach(jars::add);
        } catch (IOException cannot) {
            throw new Settings.WrongException(
                    "sdk: '" + part + "' cannot be listed: " + cannot.getMessage());
        }
        Collections.sort(jars);
        if (jars.isEmpty() && !all) {
            return Collections.singletonList(path);
        }
        for (Path jar : jars) {
            whole(jar);
        }
        return jars;
    }

    /** Java passes over a damaged jar without a word. */
    private static void whole(Path jar) throws Settings.WrongException {
        try (JarFile opened = new JarFile(jar.toFile())) {
            opened.size();
        } catch (IOException | RuntimeException cannot) {
            throw new Settings.WrongException(
                    "sdk: '" + jar + "' is not a jar, or is damaged: " + cannot.getMessage());
        }
    }

    /** The jars of which there is more than one, perhaps of different versions. */
    static List<String> twice(ClassLoader loader) {
        List<String> twice = new ArrayList<>();
        for (String[] probe : PROBES) {
            try {
                String name = probe[1].replace('.', '/') + ".class";
                if (Collections.list(loader.getResources(name)).size() > 1) {
                    twice.add(probe[0]);
                }
            } catch (IOException cannot) {
                // Then it is missing, which is told.
            }
        }
        return twice;
    }

    /** The jars of which no class is to be found. */
    static List<String> missing(ClassLoader loader) {
        List<String> missing = new ArrayList<>();
        for (String[] probe : PROBES) {
            if (loader.getResource(probe[1].replace('.', '/') + ".class") == null) {
                missing.add(probe[0]);
            }
        }
        return missing;
    }

    /** Whether the jar for reading the configuration is there. */
    static boolean hasConfiguration(ClassLoader loader) {
        String probe = "com/genesyslab/platform/configuration/protocol/ConfServerProtocol.class";
        return loader.getResource(probe) != null;
    }

    /** Which jar a class comes with, from its name. */
    static String jarOf(String className) {
        String name = className.replace('/', '.');
        String root = "com.genesyslab.platform.";
        if (name.startsWith(root + "commons.collections.")) {
            return "kvlists or kvlistbinding";
        } else if (name.startsWith(root + "commons.connection.")) {
            return "connection";
        } else if (name.startsWith(root + "commons.protocol.")) {
            return "protocol";
        } else if (name.startsWith(root + "commons.")) {
            return "commons";
        } else if (name.startsWith(root + "voice.")) {
            return "voiceprotocol";
        } else if (name.startsWith(root + "configuration.")) {
            return "configurationprotocol";
        } else if (name.startsWith("io.netty.")) {
            return "netty-*, which come with the SDK";
        } else if (name.startsWith("javax.annotation.")) {
            return "javax.annotation-api, which Java 11 and later no longer have";
        }
        return "one of the SDK's";
    }

    /** A linkage error in words: which class or member, and which jar to look at. */
    static String explain(LinkageError error) {
        String message = String.valueOf(error.getMessage());
        if (error instanceof NoClassDefFoundError
                || error.getCause() instanceof ClassNotFoundException) {
            String name = message.replaceAll(".* ", "").replace('/', '.');
            return "the class " + name + " is missing: is the jar of " + jarOf(name) + " there?";
        }
        return error.getClass().getSimpleName() + ": " + message + "; run the command self-test";
    }

    /** The SDK's version, from the manifest of the jar that has the voice protocol. */
    static String version(ClassLoader loader) {
        try {
            Class<?> protocol = Class.forName(PROBES[4][1], false, loader);
            Package of = protocol.getPackage();
            String version = of == null ? null : of.getImplementationVersion();
            return version == null
                    ? "unknown: its manifest has no Implementation-Version"
                    : version;
        } catch (ClassNotFoundException | LinkageError missing) {
            return "unknown: " + missing;
        }
    }
}
