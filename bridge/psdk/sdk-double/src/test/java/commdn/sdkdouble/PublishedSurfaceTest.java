package commdn.sdkdouble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every line of the published table against the classes, whether they were generated or written by
 * hand.
 */
class PublishedSurfaceTest {
    private static final String ROOT = "com.genesyslab.platform.";
    private static final Pattern ENTRY = Pattern.compile("\\s*\"(.*?)\"(: \"(.*)\")?,?");
    private final List<String> wrong = new ArrayList<>();
    private int members;

    @Test
    void every_published_type_member_and_constant_is_there() throws Exception {
        int types = 0;
        for (String file : new String[] {"signatures.json", "supplement.json"}) {
            Class<?> type = null;
            String section = "";
            for (String line : Files.readAllLines(Paths.get("table", file))) {
                Matcher entry = ENTRY.matcher(line);
                if (line.trim().endsWith("[")) {
                    section = line.trim().replaceAll("\\W", "");
                } else if (entry.matches() && entry.group(2) != null) {
                    if (entry.group(1).equals("name")) {
                        type = load(expand(entry.group(3)));
                        types++;
                    } else if (entry.group(1).equals("declaration")) {
                        kind(type, expand(entry.group(3)));
                    }
                } else if (entry.matches()) {
                    member(type, section, expand(entry.group(1).replace("\\\"", "\"")));
                }
            }
        }
        assertEquals(Collections.emptyList(), wrong);
        assertTrue(types > 150 && members > 2000, types + " types and " + members + " members");
    }

    private static String expand(String text) {
        return text.replaceAll("\\bP\\.(?=[a-z])", ROOT);
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        String nested = name.replaceAll("\\.(\\w+)\\.(\\p{Upper}\\w*)$", ".$1\\$$2");
        return Class.forName(
                Character.isUpperCase(
                                name.charAt(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1))
                        ? nested
                        : name);
    }

    private void kind(Class<?> type, String declaration) {
        String found = type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        check(
                Pattern.compile("\\b" + found + " ").matcher(declaration).find(),
                type,
                "is " + found + ": " + declaration);
        if (found.equals("class")) {
            boolean is = Modifier.isAbstract(type.getModifiers());
            check(is == declaration.contains("abstract "), type, "abstract: " + declaration);
            check(
                    Modifier.isFinal(type.getModifiers()) == declaration.contains("final "),
                    type,
                    "final: " + declaration);
        }
        Matcher parent = Pattern.compile("class \\S+ extends ([\\w.]+)").matcher(declaration);
        if (found.equals("class") && parent.find()) {
            String name = parent.group(1);
            String above = type.getSuperclass().getName();
            check(above.replace("java.lang.", "").equals(name), type, "extends " + above);
        }
        Matcher interfaces =
                Pattern.compile("(?: implements|interface \\S+ extends) (.*)$")
                        .matcher(erase(declaration));
        TreeSet<String> wanted = new TreeSet<>();
        if (interfaces.find()) {
            for (String name : interfaces.group(1).split(", ?")) {
                wanted.add(simple(name.trim()));
            }
        }
        TreeSet<String> there = new TreeSet<>();
        for (Class<?> each : type.getInterfaces()) {
            there.add(each.getSimpleName());
        }
        check(wanted.equals(there), type, "has the interfaces " + there + ": " + declaration);
        check(
                Arrays.toString(type.getTypeParameters()).replaceAll("[\\[\\] ]", "")
                        .equals(typeParameters(declaration)),
                type,
                "type parameters: " + declaration);
    }

    /** "V,A" of "interface CompletionHandler<V,A>". */
    private static String typeParameters(String declaration) {
        Matcher found =
                Pattern.compile("(?:class|interface) [\\w.]+<([^<>]*)>").matcher(declaration);
        return found.find()
                ? found.group(1).replaceAll(" extends [\\w.]+", "").replace(" ", "")
                : "";
    }

    private void member(Class<?> type, String section, String text) throws Exception {
        members++;
        switch (section) {
            case "fields":
                field(type, text);
                break;
            case "enum_constants":
                check(
                        Arrays.toString(type.getEnumConstants()).matches(".*\\b" + text + "\\b.*"),
                        type,
                        text);
                break;
            case "constructors":
                check(
                        executable(type.getDeclaredConstructors(), type.getSimpleName(), text)
                                != null,
                        type,
                        text);
                break;
            default:
                String name = text.substring(0, text.indexOf('(')).replaceAll(".* ", "");
                Executable found = executable(type.getDeclaredMethods(), name, text);
                check(found != null, type, text);
        }
    }

    private void field(Class<?> type, String text) throws Exception {
        String[] sides = text.split(" = ", 2);
        Field field = type.getDeclaredField(sides[0].replaceAll(".* ", ""));
        field.setAccessible(true);
        check(
                Modifier.isStatic(field.getModifiers()) == text.contains("static "),
                type,
                "static: " + text);
        String[] words = erase(sides[0]).split(" +");
        check(
                sameType(simple(words[words.length - 2]), field.getType()),
                type,
                "is a " + field.getType() + ": " + text);
        if (!type.isInterface()) {
            for (int bit : new int[] {Modifier.PUBLIC, Modifier.PROTECTED, Modifier.FINAL}) {
                check(
                        (field.getModifiers() & bit) != 0 == text.contains(Modifier.toString(bit)),
                        type,
                        Modifier.toString(bit) + ": " + text);
            }
        }
        if (sides.length == 2 && Modifier.isStatic(field.getModifiers())) {
            String value = sides[1].replaceAll("^\"|\"$|L$", "");
            check(
                    String.valueOf(field.get(null)).equals(value),
                    type,
                    text + ": " + field.get(null));
        }
    }

    /**
     * The one with the name, the parameters, the result, the modifiers and the exceptions of a
     * signature.
     */
    private static Executable executable(Executable[] all, String name, String text) {
        String inner = text.substring(text.indexOf('(') + 1, text.lastIndexOf(')'));
        List<String> wanted = new ArrayList<>();
        for (String parameter : erase(inner).split(",")) {
            if (!parameter.trim().isEmpty()) {
                wanted.add(
                        simple(
                                parameter
                                        .trim()
                                        .replaceAll("^@\\w+ ", "")
                                        .replaceAll("\\s+\\w+$", "")));
            }
        }
        String[] tail = text.substring(text.lastIndexOf(')')).split(" throws ");
        for (Executable each : all) {
            String simpleName =
                    each instanceof Constructor
                            ? each.getDeclaringClass().getSimpleName()
                            : each.getName();
            if (!simpleName.equals(name)
                    || each.isSynthetic()
                    || !same(wanted, each.getParameterTypes())) {
                continue;
            }
            List<String> thrown = new ArrayList<>();
            for (Class<?> exception : each.getExceptionTypes()) {
                thrown.add(exception.getSimpleName());
            }
            List<String> declared = new ArrayList<>();
            for (String exception : tail.length > 1 ? tail[1].split(",") : new String[0]) {
                declared.add(simple(exception.trim()));
            }
            int modifiers = each.getModifiers();
            boolean inInterface = each.getDeclaringClass().isInterface();
            boolean fits =
                    thrown.equals(declared)
                            && (inInterface
                                    || Modifier.isPublic(modifiers) == text.contains("public "))
                            && Modifier.isStatic(modifiers) == text.contains("static ")
                            && Modifier.isFinal(modifiers) == text.contains("final ")
                            && each.isVarArgs() == text.contains("...")
                            && (!(each instanceof Method)
                                    || ((Method) each).isDefault() == text.contains("default "))
                            && (inInterface
                                    || Modifier.isAbstract(modifiers)
                                            == text.contains("abstract "));
            if (fits && each instanceof Method) {
                String result =
                        erase(text.substring(0, text.indexOf('(')))
                                .trim()
                                .replaceAll("\\s+\\w+$", "");
                fits =
                        sameType(
                                simple(result.replaceAll(".* ", "")),
                                ((Method) each).getReturnType());
            }
            if (fits) {
                return each;
            }
        }
        return null;
    }

    private static boolean same(List<String> wanted, Class<?>[] types) {
        boolean same = wanted.size() == types.length;
        for (int i = 0; same && i < types.length; i++) {
            same = sameType(wanted.get(i), types[i]);
        }
        return same;
    }

    /** A type variable fits what it is erased to. */
    private static boolean sameType(String wanted, Class<?> type) {
        return wanted.length() == 1 || wanted.replace("...", "[]").equals(type.getSimpleName());
    }

    private static String erase(String text) {
        String erased = text;
        for (String next = erased.replaceAll("<[^<>]*>", "");
                !next.equals(erased);
                next = erased.replaceAll("<[^<>]*>", "")) {
            erased = next;
        }
        return erased;
    }

    private static String simple(String type) {
        return type.replaceAll("[\\w.]*\\.(?=\\w)", "");
    }

    private void check(boolean fine, Class<?> type, String what) {
        if (!fine) {
            wrong.add(type.getName() + ": " + what);
        }
    }
}
