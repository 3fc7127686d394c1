package commdn.sdkdouble;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The link protocol's frames, as the double's end of a connection to the simulator needs them. */
final class Frames {
    static final byte[] PREFACE = {'C', 'O', 'M', 'M', 'D', 'N', 0, 1};

    private Frames() {}

    /** One frame: its number and the raw values of its attributes. */
    static final class Frame {
        final int message;
        /** Of the one attribute that comes several times. */
        final java.util.List<byte[]> objects = new java.util.ArrayList<>();

        final Map<Integer, byte[]> values = new TreeMap<>();

        Frame(int message) {
            this.message = message;
        }

        Frame with(int id, byte[] value) {
            if (value != null) {
                values.putIfAbsent(id, value);
            }
            return this;
        }

        Frame with(int id, String text) {
            return with(id, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        Frame with(int id, Integer number) {
            return with(id, number == null ? null : ByteBuffer.allocate(4).putInt(number).array());
        }

        String text(int id) {
            byte[] value = values.get(id);
            return value == null ? null : new String(value, StandardCharsets.UTF_8);
        }

        Integer number(int id) {
            byte[] value = values.get(id);
            return value == null ? null : ByteBuffer.wrap(value).getInt();
        }

        Long wide(int id) {
            byte[] value = values.get(id);
            return value == null ? null : ByteBuffer.wrap(value).getLong();
        }

        /** Without the length before it. */
        byte[] body() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            try {
                out.writeShort(message);
                for (Map.Entry<Integer, byte[]> value : values.entrySet()) {
                    out.writeShort(value.getKey());
                    out.writeInt(value.getValue().length);
                    out.write(value.getValue());
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return bytes.toByteArray();
        }
    }

    static void write(DataOutputStream out, Frame frame) throws IOException {
        byte[] body = frame.body();
        synchronized (out) {
            out.writeInt(body.length);
            out.write(body);
            out.flush();
        }
    }

    static Frame read(DataInputStream in) throws IOException {
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        ByteBuffer bytes = ByteBuffer.wrap(body);
        Frame frame = new Frame(bytes.getShort() & 0xFFFF);
        while (bytes.hasRemaining()) {
            int id = bytes.getShort() & 0xFFFF;
            byte[] value = new byte[bytes.getInt()];
            bytes.get(value);
            if (id == 65284) {
                frame.objects.add(value);
            }
            frame.with(id, value);
        }
        return frame;
    }
}
