package com.genesyslab.platform.commons.collections;

import commdn.sdkdouble.PackedForm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Lists as bytes, in the form that this project takes for T-Server's; {@code len} is a u32 of the
 * list's length before it.
 */
public class TKVSerializer {
    public TKVSerializer() {}

    public static KeyValueCollection deserialize(InputStream in)
            throws IOException, DataFormatException {
        return deserialize(in, Charset.defaultCharset().name(), false);
    }

    public static KeyValueCollection deserialize(InputStream in, String encoding, boolean readLen)
            throws IOException, DataFormatException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            all.write(b);
        }
        return deserialize(all.toByteArray(), encoding, readLen);
    }

    @Deprecated
    public static KeyValueCollection deserialize(byte[] bytes) throws DataFormatException {
        return deserialize(bytes, false);
    }

    @Deprecated
    public static KeyValueCollection deserialize(byte[] bytes, boolean getLen)
            throws DataFormatException {
        try {
            return deserialize(bytes, Charset.defaultCharset().name(), getLen);
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static KeyValueCollection deserialize(byte[] bytes, String encoding)
            throws DataFormatException, UnsupportedEncodingException {
        return deserialize(bytes, encoding, false);
    }

    public static KeyValueCollection deserialize(byte[] bytes, String encoding, boolean getLen)
            throws DataFormatException, UnsupportedEncodingException {
        return deserialize(bytes, encoding, 0, bytes.length, getLen);
    }

    public static KeyValueCollection deserialize(
            byte[] bytes, String encoding, int offset, int length, boolean readLen)
            throws DataFormatException, UnsupportedEncodingException {
        int from = offset + (readLen ? 4 : 0);
        try {
            return PackedForm.unpack(
                    Arrays.copyOfRange(bytes, from, offset + length), charset(encoding));
        } catch (RuntimeException malformed) {
            throw new DataFormatException("not a packed list: " + malformed.getMessage());
        }
    }

    public static void serialize(KVList list, OutputStream out) throws IOException {
        serialize(list, out, Charset.defaultCharset().name(), false);
    }

    public static void serialize(KVList list, OutputStream out, String encoding, boolean writeLen)
            throws IOException {
        out.write(getBytes(list, true, encoding, writeLen));
    }

    public static byte[] getBytes(KeyValueCollection list) {
        return PackedForm.pack(list, Charset.defaultCharset());
    }

    @Deprecated
    public static byte[] getBytes(KVList list, String encoding)
            throws UnsupportedEncodingException {
        return getBytes(list, true, encoding, false);
    }

    @Deprecated
    public static byte[] getBytes(KVList list, String encoding, boolean useLen)
            throws UnsupportedEncodingException {
        return getBytes(list, true, encoding, useLen);
    }

    public static byte[] getBytes(
            KVList list, boolean useUtfString, String encoding, boolean useLen)
            throws UnsupportedEncodingException {
        byte[] packed = PackedForm.pack((KeyValueCollection) list, charset(encoding));
        if (!useLen) {
            return packed;
        }
        byte[] all = new byte[packed.length + 4];
        java.nio.ByteBuffer.wrap(all).putInt(packed.length).put(packed);
        return all;
    }

    public static byte[] getBytes(KVList list, boolean useUtfString, String encoding)
            throws UnsupportedEncodingException {
        return getBytes(list, useUtfString, encoding, false);
    }

    private static Charset charset(String encoding) throws UnsupportedEncodingException {
        try {
            return encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
        } catch (IllegalArgumentException unknown) {
            throw new UnsupportedEncodingException(encoding);
        }
    }
}
