package commdn.psdk;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Whether the SDK that is there has all that this program was compiled against. What that is, it
 * reads from its own class files, so that no list can lag behind; it looks with reflection and
 * initialises none of the SDK's classes.
 */
final class SdkSurface {
    private static final String ROOT = "com/genesyslab/";
    private final ClassLoader loader;
    private final Set<String> problems = new TreeSet<>();
    private final Set<String> checked = new HashSet<>();

    private SdkSurface(ClassLoader loader) {
        this.loader = loader;
    }

    /** What is wrong, in words; empty if all fits. */
    static List<String> check(ClassLoader loader) {
        SdkSurface surface = new SdkSurface(loader);
        try {
            for (String name : own()) {
                // Without its jar no client reads the configuration, and all else works.
                if (name.startsWith("commdn/psdk/Configuration") && !Jars.hasConfiguration(loader)) {
                    continue;
                }
                try (InputStream in = SdkSurface.class.getClassLoader().getResourceAsStream(name)) {
                    surface.check(ClassFile.read(new DataInputStream(in)));
                }
            }
            surface.constants();
            surface.interfaces();
            if (surface.problems.isEmpty()) {
                surface.linked();
            }
        } catch (IOException | URISyntaxException cannot) {
            throw new UncheckedIOException(new IOException("own classes cannot be read", cannot));
        }
        return new ArrayList<>(surface.problems);
    }

    /** This program's class files, in its jar or folder. */
    private static List<String> own() throws IOException, URISyntaxException {
        URL location = SdkSurface.class.getProtectionDomain().getCodeSource().getLocation();
        File at = new File(location.toURI());
        List<String> names = new ArrayList<>();
        if (at.isDirectory()) {
            for (String name : Arrays.asList(new File(at, "commdn/psdk").list())) {
                names.add("commdn/psdk/" + name);
            }
        } else {
            try (JarFile jar = new JarFile(at)) {
                for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
                    names.add(all.nextElement().getName());
                }
            }
        }
        names.removeIf(name -> !name.startsWith("commdn/psdk/") || !name.endsWith(".class"));
        return names;
    }

    private void check(ClassFile file) {
        for (ClassFile.Member member : file.members) {
            if (member.owner.startsWith(ROOT) && checked.add(member.toString())) {
                Class<?> owner = find(member.owner);
                if (owner != null) {
                    guarded(member.owner, () -> member(owner, member));
                }
            }
        }
        for (String name : file.classes) {
            if (name.startsWith(ROOT)) {
                find(name);
            }
        }
        for (String name : file.interfaces) {
            Class<?> type = name.startsWith(ROOT) ? find(name) : null;
            if (type != null && !type.isInterface()) {
                problems.add(
                        dots(name) + " is a class, the adapter was built against an interface");
            } else if (type != null) {
                guarded(name, () -> implemented(type, file));
            }
        }
    }

    private interface Check {
        void run() throws LinkageError;
    }

    /** A class that cannot be looked into is named, and the others are still checked. */
    private void guarded(String name, Check check) {
        try {
            check.run();
        } catch (LinkageError misfit) {
            problems.add(dots(name) + " cannot be linked: " + misfit.getMessage());
        }
    }

    private Class<?> find(String name) {
        try {
            return Class.forName(dots(name), false, loader);
        } catch (ClassNotFoundException missing) {
            problems.add(dots(name) + " is missing; it comes with the jar of " + Jars.jarOf(name));
        } catch (LinkageError misfit) {
            problems.add(dots(name) + " cannot be loaded: " + misfit.getMessage());
        }
        return null;
    }

    /** Where the adapter gives an object as its interface, which no verifier looks at. */
    private static final String[][] GIVEN_AS = {
        {"commons/threading/SingleThreadInvoker", "commons/threading/AsyncInvoker"},
        {
            "commons/connection/configuration/PropertyConfiguration",
            "commons/connection/configuration/ConnectionConfiguration"
        },
    };

    private void interfaces() {
        for (String[] pair : GIVEN_AS) {
            Class<?> type = find(ROOT + "platform/" + pair[0]);
            Class<?> as = find(ROOT + "platform/" + pair[1]);
            if (type != null && as != null && !as.isAssignableFrom(type)) {
                problems.add(type.getName() + " does not implement " + as.getName());
            }
        }
    }

    /** What only the verifier finds: a class that no longer extends what it was passed as. */
    private void linked() throws IOException, URISyntaxException {
        for (String name : own()) {
            if (name.startsWith("commdn/psdk/Configuration") && !Jars.hasConfiguration(loader)) {
                continue;
            }
            String type = dots(name.replace(".class", ""));
            try {
                Class.forName(type, true, loader);
            } catch (ClassNotFoundException | LinkageError misfit) {
                problems.add(type + " cannot be linked: " + reason(misfit));
            }
        }
    }

    /** Of a verifier's page, the line with the reason. */
    private static String reason(Throwable misfit) {
        String text = String.valueOf(misfit.getMessage());
        int at = text.indexOf("Reason:");
        return (at < 0 ? text : text.substring(at + 7)).trim().split("\\R")[0];
    }

    private void member(Class<?> owner, ClassFile.Member member) {
        if (!Modifier.isPublic(owner.getModifiers())) {
            problems.add(owner.getName() + " is not public any more");
            return;
        }
        if (owner.isInterface() != member.ofInterface && member.isMethod()) {
            problems.add(
                    owner.getName()
                            + " is "
                            + (owner.isInterface() ? "an interface" : "a class")
                            + ", the adapter was built against "
                            + (member.ofInterface ? "an interface" : "a class"));
            return;
        }
        boolean there;
        if (member.name.equals("<init>")) {
            // The adapter extends no class of the SDK: what it constructs, it makes with `new`.
            if (Modifier.isAbstract(owner.getModifiers())) {
                problems.add(owner.getName() + " is abstract, the adapter makes objects of it");
                return;
            }
            there = false;
            for (Constructor<?> each : owner.getDeclaredConstructors()) {
                there |=
                        Modifier.isPublic(each.getModifiers())
                                && member.descriptor.equals(
                                        descriptor(each.getParameterTypes(), void.class));
            }
        } else if (member.isMethod()) {
            there = method(owner, member.name, member.descriptor);
        } else {
            there = field(owner, member);
        }
        if (!there) {
            problems.add(
                    owner.getName()
                            + "."
                            + member.name
                            + " "
                            + member.descriptor
                            + " is missing or has changed");
        }
    }

    private boolean method(Class<?> owner, String name, String descriptor) {
        for (Class<?> type : above(owner)) {
            for (Method each : type.getDeclaredMethods()) {
                if (each.getName().equals(name)
                        && descriptor.equals(
                                descriptor(each.getParameterTypes(), each.getReturnType()))) {
                    boolean wantStatic =
                            name.equals("create")
                                    || name.equals("getValue") && type.getName().endsWith("GEnum")
                                    || type.getName().endsWith("TKVSerializer");
                    return Modifier.isPublic(each.getModifiers())
                            && wantStatic == Modifier.isStatic(each.getModifiers());
                }
            }
        }
        return false;
    }

    private boolean field(Class<?> owner, ClassFile.Member member) {
        for (Class<?> type : above(owner)) {
            for (Field each : type.getDeclaredFields()) {
                if (each.getName().equals(member.name)
                        && member.descriptor.equals(descriptor(each.getType()))) {
                    return Modifier.isPublic(each.getModifiers())
                            && Modifier.isStatic(each.getModifiers());
                }
            }
        }
        return false;
    }

    /** The type, its superclasses and all their interfaces. */
    private static List<Class<?>> above(Class<?> type) {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            all.add(each);
            for (Class<?> one : each.getInterfaces()) {
                all.addAll(above(one));
            }
        }
        if (type.isInterface()) {
            all.add(Object.class);
        }
        return all;
    }

    /** An interface that we implement must ask for nothing that we do not have. */
    private void implemented(Class<?> type, ClassFile by) {
        for (Method each : type.getMethods()) {
            String wanted =
                    each.getName() + descriptor(each.getParameterTypes(), each.getReturnType());
            if (Modifier.isAbstract(each.getModifiers()) && !by.methods.contains(wanted)) {
                problems.add(
                        type.getName()
                                + " asks for "
                                + wanted
                                + ", which the adapter does not have");
            }
        }
    }

    /** Constants that the compiler wrote into this program as numbers. */
    private void constants() {
        Class<?> message = find(ROOT + "platform/commons/protocol/Message");
        for (MessageIds.Id id : MessageIds.ALL) {
            Class<?> type = find(id.className.replace('.', '/'));
            if (type == null) {
                continue;
            }
            if (message != null && !message.isAssignableFrom(type)) {
                problems.add(id.className + " does not extend " + message.getName());
            }
            try {
                Field field = type.getField("ID");
                field.setAccessible(true);
                if (field.getInt(null) != id.number) {
                    problems.add(
                            id.className
                                    + ".ID is "
                                    + field.getInt(null)
                                    + ", the adapter was built against "
                                    + id.number);
                }
            } catch (ReflectiveOperationException | RuntimeException | LinkageError cannot) {
                problems.add(id.className + ".ID cannot be read: " + cannot);
            }
        }
    }

    private static String dots(String name) {
        return name.replace('/', '.');
    }

    private static String descriptor(Class<?>[] parameters, Class<?> result) {
        StringBuilder text = new StringBuilder("(");
        for (Class<?> each : parameters) {
            text.append(descriptor(each));
        }
        return text.append(')').append(descriptor(result)).toString();
    }

    private static String descriptor(Class<?> type) {
        if (type == void.class) {
            return "V";
        }
        // An array's name is its descriptor, but for the dots.
        return java.lang.reflect.Array.newInstance(type, 0)
                .getClass()
                .getName()
                .substring(1)
                .replace('.', '/');
    }
}
