package commdn.psdk;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One frame of the link protocol: read with all its lengths checked, written whole. It knows no
 * message's meaning.
 */
final class Frame {
    /** What a receiver takes at most; the length is looked at before anything is kept. */
    static final int MAX_BYTES = 131_072;

    static final byte[] PREFACE = {'C', 'O', 'M', 'M', 'D', 'N', 0, 1};

    /** Bytes that are no frame of this protocol. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    final int message;
    private final Map<Integer, byte[]> attributes = new LinkedHashMap<>();

    Frame(int message) {
        this.message = message;
    }

    /** The next frame, or null at the end of the stream between two frames. */
    static Frame read(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        long length = (long) first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (length > MAX_BYTES) {
            throw new MalformedException(
                    "a frame of " + length + " bytes is over the limit of " + MAX_BYTES);
        }
        byte[] body = new byte[(int) length];
        in.readFully(body);
        return parse(body);
    }

    /** A frame without its length field, as a nested one stands. */
    static Frame parse(byte[] body) throws MalformedException {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        if (bytes.remaining() < 2) {
            throw new MalformedException(
                    "a frame of " + body.length + " bytes has no message number");
        }
        Frame frame = new Frame(bytes.getShort() & 0xFFFF);
        while (bytes.hasRemaining()) {
            int at = bytes.position();
            if (bytes.remaining() < 6) {
                throw new MalformedException(
                        "an attribute is cut off at byte " + at + " of a frame");
            }
            int id = bytes.getShort() & 0xFFFF;
            long length = bytes.getInt() & 0xFFFFFFFFL;
            if (length > bytes.remaining()) {
                throw new MalformedException(
                        "attribute " + id + " of " + length + " bytes goes over its frame's end");
            }
            byte[] value = new byte[(int) length];
            bytes.get(value);
            frame.attributes.putIfAbsent(id, value);
        }
        return frame;
    }

    /** The eight bytes that each side sends first. */
    static void readPreface(DataInputStream in) throws IOException {
        byte[] theirs = new byte[PREFACE.length];
        try {
            in.readFully(theirs);
        } catch (EOFException ended) {
            throw new EOFException("the client ended before its preface");
        }
        for (int i = 0; i < 6; i++) {
            if (theirs[i] != PREFACE[i]) {
                throw new MalformedException(
                        "the client does not speak the link protocol: its first bytes are not"
                                + " COMMDN");
            }
        }
        if (theirs[6] == 0 && theirs[7] == 0) {
            throw new MalformedException("the client speaks version 0 of the link protocol");
        }
    }

    Frame with(int id, byte[] value) {
        if (value != null) {
            attributes.put(id, value);
        }
        return this;
    }

    /** A text; null is none. */
    Frame with(int id, String text) {
        return text == null ? this : with(id, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An integer of 4 bytes; null is none. */
    Frame with(int id, Integer number) {
        return number == null ? this : with(id, ByteBuffer.allocate(4).putInt(number).array());
    }

    /** A number of 8 bytes; null is none. */
    Frame withLong(int id, Long number) {
        return number == null ? this : with(id, ByteBuffer.allocate(8).putLong(number).array());
    }

    byte[] bytes(int id) {
        return attributes.get(id);
    }

    String text(int id) {
        byte[] value = attributes.get(id);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** An integer, or null if it is not there or has not 4 bytes. */
    Integer number(int id) {
        byte[] value = attributes.get(id);
        return value == null || value.length != 4 ? null : ByteBuffer.wrap(value).getInt();
    }

    /** A number of 8 bytes, or null. */
    Long longNumber(int id) {
        byte[] value = attributes.get(id);
        return value == null || value.length != 8 ? null : ByteBuffer.wrap(value).getLong();
    }

    /** As it goes over the wire. */
    byte[] encode() {
        byte[] body = body();
        return ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array();
    }

    /** Without the length field. */
    byte[] body() {
        int length = 2;
        for (byte[] value : attributes.values()) {
            length += 6 + value.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).putShort((short) message);
        for (Map.Entry<Integer, byte[]> attribute : attributes.entrySet()) {
            bytes.putShort(attribute.getKey().shortValue())
                    .putInt(attribute.getValue().length)
                    .put(attribute.getValue());
        }
        return bytes.array();
    }
}
