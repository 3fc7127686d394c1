package commdn.sdkdouble;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.collections.KeyValuePair;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The double's own packing of lists. The adapter's is another one, so that a mistake in one shows.
 */
public final class PackedForm {
    private PackedForm() {}

    public static byte[] pack(KeyValueCollection list, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeShort(list.size());
            for (Object each : list) {
                KeyValuePair pair = (KeyValuePair) each;
                Object value = pair.getValue();
                byte[] packed;
                int type;
                if (value instanceof String) {
                    type = 0;
                    packed = ((String) value).getBytes(charset);
                } else if (value instanceof Integer) {
                    type = 1;
                    packed = ByteBuffer.allocate(4).putInt((Integer) value).array();
                } else if (value instanceof byte[]) {
                    type = 2;
                    packed = (byte[]) value;
                } else if (value instanceof KeyValueCollection) {
                    type = 3;
                    packed = pack((KeyValueCollection) value, charset);
                } else {
                    type = 4;
                    packed = value.toString().getBytes(StandardCharsets.UTF_16BE);
                }
                byte[] key = pair.getStringKey().getBytes(charset);
                out.writeByte(type);
                out.writeShort(key.length);
                out.write(key);
                if (type == 3) {
                    out.writeInt(packed.length);
                } else {
                    out.writeShort(packed.length);
                }
                out.write(packed);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    public static KeyValueCollection unpack(byte[] bytes, Charset charset) {
        return unpack(ByteBuffer.wrap(bytes), charset);
    }

    private static KeyValueCollection unpack(ByteBuffer in, Charset charset) {
        KeyValueCollection list = new KeyValueCollection();
        for (int left = in.getShort() & 0xFFFF; left > 0; left--) {
            int type = in.get();
            String key = new String(take(in, in.getShort() & 0xFFFF), charset);
            byte[] value = take(in, type == 3 ? in.getInt() : in.getShort() & 0xFFFF);
            switch (type) {
                case 0:
                    list.addString(key, new String(value, charset));
                    break;
                case 1:
                    list.addInt(key, ByteBuffer.wrap(value).getInt());
                    break;
                case 2:
                    list.addBinary(key, value);
                    break;
                case 3:
                    list.addList(key, unpack(value, charset));
                    break;
                case 4:
                    list.addUTFString(key, new String(value, StandardCharsets.UTF_16BE));
                    break;
                default:
                    throw new IllegalArgumentException("type " + type);
            }
        }
        return list;
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }
}
