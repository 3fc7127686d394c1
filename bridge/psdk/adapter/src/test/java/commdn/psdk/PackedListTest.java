package commdn.psdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.genesyslab.platform.commons.collections.KeyValueCollection;

import commdn.sdkdouble.PackedForm;

import org.junit.jupiter.api.Test;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * The adapter's packing against the double's, which is written on its own, and against bytes that
 * are no list.
 */
class PackedListTest {
    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final PackedList LISTS = new PackedList(UTF_8, PackedList.Form.DEFAULT);

    private static KeyValueCollection random(Random random, int depth) {
        KeyValueCollection list = new KeyValueCollection();
        for (int left = random.nextInt(6); left > 0; left--) {
            String key = random.nextInt(4) == 0 ? "same" : "k\u00e9" + random.nextInt();
            switch (random.nextInt(depth > 3 ? 4 : 5)) {
                case 0:
                    list.addString(key, random.nextBoolean() ? "" : "v\u6f22" + random.nextInt());
                    break;
                case 1:
                    list.addInt(key, random.nextInt());
                    break;
                case 2:
                    byte[] bytes = new byte[random.nextInt(300)];
                    random.nextBytes(bytes);
                    list.addBinary(key, bytes);
                    break;
                case 3:
                    list.addUTFString(key, "\u00e9\uD83D\uDE00" + random.nextInt());
                    break;
                default:
                    list.addList(key, random(random, depth + 1));
            }
        }
        return list;
    }

    @Test
    void any_list_is_packed_as_the_double_packs_it_and_read_back_in_every_form() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            KeyValueCollection list = random(random, 0);
            assertArrayEquals(PackedForm.pack(list, UTF_8), LISTS.pack(list));
            for (PackedList.Form form :
                    new PackedList.Form[] {
                        PackedList.Form.DEFAULT,
                        new PackedList.Form(true, false),
                        new PackedList.Form(true, true)
                    }) {
                PackedList other = new PackedList(UTF_8, form);
                assertEquals(list, other.unpack(other.pack(list)));
            }
        }
    }

    @Test
    void any_bytes_are_a_list_or_a_refusal() {
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = PackedForm.pack(random(random, 0), UTF_8);
            for (int left = 1 + random.nextInt(3); left > 0 && bytes.length > 0; left--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(3) == 0) {
                bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 5));
            }
            try {
                LISTS.unpack(bytes);
            } catch (PackedList.RefusedException expected) {
                refused++;
            }
        }
        assertTrue(refused > 1_000, refused + " refused");
    }

    @Test
    void lists_in_lists_without_end_are_refused_and_do_not_overflow_the_stack() {
        byte[] bytes = {0, 0};
        for (int i = 0; i < 3_000; i++) {
            java.nio.ByteBuffer outer = java.nio.ByteBuffer.allocate(bytes.length + 10);
            outer.putShort((short) 1)
                    .put((byte) 3)
                    .putShort((short) 1)
                    .put((byte) 'k')
                    .putInt(bytes.length)
                    .put(bytes);
            bytes = outer.array();
        }
        byte[] deep = bytes;
        assertTrue(
                assertThrows(PackedList.RefusedException.class, () -> LISTS.unpack(deep))
                        .getMessage()
                        .contains("32 deep"));
    }

    @Test
    void a_text_that_is_none_in_the_charset_is_named_by_its_key_and_not_shown() {
        byte[] bytes = {0, 1, 0, 0, 1, 'k', 0, 2, (byte) 0xC3, 's'};
        String message =
                assertThrows(PackedList.RefusedException.class, () -> LISTS.unpack(bytes))
                        .getMessage();
        assertEquals("the value of 'k' is not a text in UTF-8", message);
    }

    @Test
    void what_the_charset_cannot_write_goes_as_unicode_and_a_key_is_refused() throws Exception {
        PackedList latin = new PackedList(StandardCharsets.ISO_8859_1, PackedList.Form.DEFAULT);
        KeyValueCollection list = new KeyValueCollection();
        list.addString("k", "\u00e9");
        list.addString("j", "\u6f22");
        KeyValueCollection back = latin.unpack(latin.pack(list));
        assertEquals("STRING", back.getPair("k").getValueType().name());
        assertEquals("WIDE_STRING", back.getPair("j").getValueType().name());
        assertEquals("\u6f22", back.getString("j"));
        list.addInt("\u6f22", 1);
        assertTrue(
                assertThrows(PackedList.RefusedException.class, () -> latin.pack(list))
                        .getMessage()
                        .contains("the key"));
    }

    @Test
    void values_and_lists_that_are_too_long_are_named() {
        KeyValueCollection value = new KeyValueCollection();
        value.addBinary("big", new byte[65_536]);
        assertTrue(
                assertThrows(PackedList.RefusedException.class, () -> LISTS.pack(value))
                        .getMessage()
                        .contains("'big' is 65536"));
        KeyValueCollection list = new KeyValueCollection();
        list.addBinary("a", new byte[40_000]);
        list.addBinary("b", new byte[40_000]);
        assertTrue(
                assertThrows(PackedList.RefusedException.class, () -> LISTS.pack(list))
                        .getMessage()
                        .contains("over 65535"));
    }
}
