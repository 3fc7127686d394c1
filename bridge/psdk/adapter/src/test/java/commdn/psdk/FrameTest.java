package commdn.psdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** Frames as docs/link-protocol.md has them, and bytes that are none. */
class FrameTest {
    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Test
    void a_frame_has_the_bytes_of_the_document() {
        byte[] bytes = new Frame(Ids.ACK).with(Ids.A_REFERENCE_ID, 7).encode();
        assertArrayEquals(
                new byte[] {0, 0, 0, 12, 0, (byte) 138, 0, 2, 0, 0, 0, 4, 0, 0, 0, 7}, bytes);
    }

    @Test
    void what_is_written_is_read_and_absent_values_are_not_written() throws Exception {
        Frame frame =
                new Frame(65_300)
                        .with(1, "t\u00e9xt")
                        .with(2, -1)
                        .withLong(148, Long.MIN_VALUE)
                        .with(3, (String) null)
                        .with(4, (Integer) null)
                        .withLong(5, null)
                        .with(6, new byte[0]);
        Frame back = Frame.read(in(frame.encode()));
        assertEquals(65_300, back.message);
        assertEquals("t\u00e9xt", back.text(1));
        assertEquals(Integer.valueOf(-1), back.number(2));
        assertEquals(Long.valueOf(Long.MIN_VALUE), back.longNumber(148));
        assertNull(back.bytes(3));
        assertNull(back.bytes(4));
        assertNull(back.bytes(5));
        assertEquals(0, back.bytes(6).length);
        assertNull(back.number(1), "a text is no number");
    }

    @Test
    void of_several_attributes_with_one_id_the_first_counts() throws Exception {
        byte[] first = new Frame(1).with(2, 1).body();
        byte[] second = new Frame(1).with(2, 9).body();
        byte[] both = Arrays.copyOf(first, first.length + second.length - 2);
        System.arraycopy(second, 2, both, first.length, second.length - 2);
        assertEquals(Integer.valueOf(1), Frame.parse(both).number(2));
    }

    @Test
    void the_end_between_two_frames_is_an_end_and_within_one_an_error() throws Exception {
        byte[] bytes = new Frame(1).with(2, 1).encode();
        assertNull(Frame.read(in(new byte[0])));
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(EOFException.class, () -> Frame.read(in(cut)));
        }
    }

    @Test
    void a_length_over_the_limit_is_refused_before_anything_is_kept() {
        byte[] bytes = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
        assertTrue(
                assertThrows(Frame.MalformedException.class, () -> Frame.read(in(bytes)))
                        .getMessage()
                        .contains("4294967295"));
    }

    @Test
    void any_bytes_are_a_frame_or_a_typed_error() {
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes =
                    new Frame(random.nextInt(200))
                            .with(random.nextInt(200), "some text")
                            .with(20, 1)
                            .body();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                Frame.parse(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            } catch (IOException expected) {
                assertEquals(Frame.MalformedException.class, expected.getClass());
            }
        }
    }

    @Test
    void another_preface_is_told_and_a_later_version_is_taken() throws Exception {
        assertThrows(
                Frame.MalformedException.class, () -> Frame.readPreface(in("GET / HT".getBytes())));
        assertThrows(EOFException.class, () -> Frame.readPreface(in("COM".getBytes())));
        Frame.readPreface(in(new byte[] {'C', 'O', 'M', 'M', 'D', 'N', 0, 9}));
    }
}
