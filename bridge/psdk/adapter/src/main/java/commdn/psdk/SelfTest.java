package commdn.psdk;

import com.genesyslab.platform.commons.collections.DataFormatException;
import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.collections.TKVSerializer;

import java.io.PrintStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One page about the site's SDK: whether it has what this program was built against, and how it
 * packs lists. The samples are made up, so that the page can be sent to us as it is.
 */
final class SelfTest {
    private static final String ENCODING = "UTF-8";

    private SelfTest() {}

    static int run(List<String> options, Map<String, String> environment, PrintStream page)
            throws Settings.WrongException {
        // A server is not needed here; the rest of the settings is looked at all the same.
        Settings.of(
                Run.with(options, "--server", "localhost:1", "--encoding", ENCODING), environment);
        ClassLoader loader = SelfTest.class.getClassLoader();
        page.println("commdn-psdk self-test");
        page.println("adapter    " + Main.version());
        page.println(
                "java       "
                        + System.getProperty("java.version")
                        + ", default charset "
                        + Charset.defaultCharset());
        page.println("SDK        " + Jars.version(loader));
        List<String> missing = Jars.missing(loader);
        if (!missing.isEmpty()) {
            page.println("jars       missing: " + String.join(", ", missing));
            page.println(
                    "RESULT     the SDK's jars are not complete: give their folder with --sdk");
            return Exit.SDK;
        }
        List<String> twice = Jars.twice(loader);
        if (!twice.isEmpty()) {
            page.println(
                    "jars       more than one has the classes of "
                            + String.join(", ", twice)
                            + ": the first counts");
        }
        List<String> problems = SdkSurface.check(loader);
        page.println(
                "classes    "
                        + (problems.isEmpty() ? "all fit" : problems.size() + " do not fit:"));
        for (String problem : problems.subList(0, Math.min(problems.size(), 30))) {
            page.println("           - " + problem);
        }
        if (problems.size() > 30) {
            page.println("           and " + (problems.size() - 30) + " more");
        }
        if (!problems.isEmpty()) {
            page.println("RESULT     this SDK does not fit: send us this page");
            return Exit.SDK;
        }
        try {
            return Packing.compare(page) ? Exit.OK : Exit.SDK;
        } catch (LinkageError misfit) {
            page.println("RESULT     " + Jars.explain(misfit));
            return Exit.SDK;
        }
    }

    /**
     * The packed form; a class of its own, so that an SDK which does not fit is told of before it
     * is loaded.
     */
    private static final class Packing {
        private static final PackedList.Form[] FORMS = {
            new PackedList.Form(false, false), new PackedList.Form(true, false),
            new PackedList.Form(false, true), new PackedList.Form(true, true),
        };

        private Packing() {}

        static boolean compare(PrintStream page) {
            try {
                return compareAll(page);
            } catch (UnsupportedEncodingException | PackedList.RefusedException cannot) {
                page.println("RESULT     the samples cannot be packed: " + cannot.getMessage());
                return false;
            }
        }

        private static boolean compareAll(PrintStream page)
                throws UnsupportedEncodingException, PackedList.RefusedException {
            boolean fits = true;
            page.println("packed form, of samples that are made up, in " + ENCODING + ":");
            for (Map.Entry<String, KeyValueCollection> sample : samples().entrySet()) {
                byte[] theirs = TKVSerializer.getBytes(sample.getValue(), true, ENCODING, false);
                String forms = forms(sample.getValue(), theirs);
                fits &= !forms.isEmpty();
                page.println(
                        "  "
                                + pad(sample.getKey())
                                + " "
                                + theirs.length
                                + " bytes "
                                + hex(theirs, 40)
                                + (forms.isEmpty()
                                        ? "  DIFFERS from ours: "
                                                + hex(ours(FORMS[0]).pack(sample.getValue()), 40)
                                        : "  as ours"));
            }
            KeyValueCollection all = samples().get("all of them");
            byte[] without = TKVSerializer.getBytes(all, true, ENCODING, false);
            byte[] with = TKVSerializer.getBytes(all, true, ENCODING, true);
            int more = with.length - without.length;
            boolean tail =
                    more >= 0
                            && Arrays.equals(
                                    without,
                                    Arrays.copyOfRange(with, Math.max(0, more), with.length));
            page.println(
                    "  with its length: "
                            + more
                            + " bytes more"
                            + (tail
                                    ? " before the same bytes: "
                                            + hex(Arrays.copyOf(with, Math.max(0, more)), 16)
                                    : ", and other bytes: " + hex(with, 40)));
            page.println("  the SDK unpacks ours: " + unpacks(all));
            return result(page, fits);
        }

        private static boolean result(PrintStream page, boolean fits)
                throws UnsupportedEncodingException, PackedList.RefusedException {
            KeyValueCollection nested = samples().get("list in a list");
            KeyValueCollection wide = samples().get("wide text");
            boolean length32 =
                    Arrays.equals(
                            ours(FORMS[0]).pack(nested),
                            TKVSerializer.getBytes(nested, true, ENCODING, false));
            boolean lengths16 =
                    Arrays.equals(
                            ours(FORMS[1]).pack(nested),
                            TKVSerializer.getBytes(nested, true, ENCODING, false));
            boolean bytes =
                    Arrays.equals(
                            ours(FORMS[0]).pack(wide),
                            TKVSerializer.getBytes(wide, true, ENCODING, false));
            boolean units =
                    Arrays.equals(
                            ours(FORMS[2]).pack(wide),
                            TKVSerializer.getBytes(wide, true, ENCODING, false));
            page.println(
                    "options of commdn that follow, for programs that share lists with T-Library:");
            page.println(
                    "  list_prefix    = "
                            + (length32
                                    ? "length32 (the default)"
                                    : lengths16 ? "two_lengths16" : "unknown: neither fits"));
            page.println(
                    "  unicode_length = "
                            + (bytes
                                    ? "bytes (the default)"
                                    : units ? "units" : "unknown: neither fits"));
            page.println(
                    "RESULT     "
                            + (fits
                                    ? "this SDK fits"
                                    : "this SDK packs in a way that we do not know")
                            + ": send us this page"
                            + (fits ? ", it settles what no public source says" : ""));
            return fits;
        }

        private static PackedList ours(PackedList.Form form) {
            return new PackedList(Charset.forName(ENCODING), form);
        }

        /** Names of the forms in which we would write the same bytes. */
        private static String forms(KeyValueCollection list, byte[] theirs)
                throws PackedList.RefusedException {
            StringBuilder found = new StringBuilder();
            for (PackedList.Form form : FORMS) {
                if (Arrays.equals(theirs, ours(form).pack(list))) {
                    found.append(form.twoLengths16 ? "two_lengths16 " : "length32 ");
                }
            }
            return found.toString();
        }

        private static String unpacks(KeyValueCollection all)
                throws UnsupportedEncodingException, PackedList.RefusedException {
            try {
                KeyValueCollection back =
                        TKVSerializer.deserialize(ours(FORMS[0]).pack(all), ENCODING, false);
                return back != null && back.equals(all)
                        ? "yes, and finds the same"
                        : "yes, and finds something else";
            } catch (DataFormatException | RuntimeException no) {
                return "no: " + no.getMessage();
            }
        }

        private static Map<String, KeyValueCollection> samples() {
            Map<String, KeyValueCollection> samples = new LinkedHashMap<>();
            KeyValueCollection all = new KeyValueCollection();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                text.append((char) ('a' + i % 26));
            }
            KeyValueCollection inner = new KeyValueCollection();
            inner.addInt("i", 1);
            for (String name :
                    new String[] {
                        "text",
                        "empty text",
                        "long text",
                        "number",
                        "bytes",
                        "wide text",
                        "list in a list",
                        "empty list"
                    }) {
                KeyValueCollection one = new KeyValueCollection();
                for (KeyValueCollection list : new KeyValueCollection[] {one, all}) {
                    switch (name) {
                        case "text":
                            list.addString("s", "abc");
                            break;
                        case "empty text":
                            list.addString("e", "");
                            break;
                        case "long text":
                            list.addString("l", text.toString());
                            break;
                        case "number":
                            list.addInt("n", -1);
                            break;
                        case "bytes":
                            list.addBinary("b", new byte[] {0, 1, (byte) 0xFF});
                            break;
                        case "wide text":
                            list.addUTFString("w", "\u00e9\u6f22");
                            break;
                        case "list in a list":
                            list.addList("k", inner);
                            break;
                        default:
                            list.addList("m", new KeyValueCollection());
                    }
                }
                samples.put(name, one);
            }
            samples.put("all of them", all);
            return samples;
        }

        private static String pad(String name) {
            return (name + "               ").substring(0, 15);
        }

        private static String hex(byte[] bytes, int most) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < Math.min(bytes.length, most); i++) {
                text.append(String.format("%02x", bytes[i]));
            }
            return text + (bytes.length > most ? ".." : "");
        }
    }
}
