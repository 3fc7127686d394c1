package commdn.psdk;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.collections.KeyValuePair;
import com.genesyslab.platform.commons.collections.ValueType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Between a list in this project's packed form and the SDK's list, pair by pair.
 *
 * <p>What one of the two has no word for is refused, with the key that it stands at; values are
 * never in a message.
 */
final class PackedList {
    static final int MAX_BYTES = 65_535;
    private static final int MAX_DEPTH = 32;
    private static final int STRING = 0;
    private static final int INT = 1;
    private static final int BINARY = 2;
    private static final int LIST = 3;
    private static final int UNICODE = 4;

    /** A list that cannot be carried, and why. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** How the parts of the packed form are written about which public sources are not certain. */
    static final class Form {
        static final Form DEFAULT = new Form(false, false);
        final boolean twoLengths16;
        final boolean unicodeUnits;

        Form(boolean twoLengths16, boolean unicodeUnits) {
            this.twoLengths16 = twoLengths16;
            this.unicodeUnits = unicodeUnits;
        }
    }

    private final Charset charset;
    private final Form form;

    PackedList(Charset charset, Form form) {
        this.charset = charset;
        this.form = form;
    }

    KeyValueCollection unpack(byte[] packed) throws RefusedException {
        ByteBuffer in = ByteBuffer.wrap(packed);
        KeyValueCollection list = unpack(in, 0);
        if (in.hasRemaining()) {
            throw new RefusedException(in.remaining() + " bytes stand behind the list's end");
        }
        return list;
    }

    private KeyValueCollection unpack(ByteBuffer in, int depth) throws RefusedException {
        if (depth > MAX_DEPTH) {
            throw new RefusedException("lists stand in each other over " + MAX_DEPTH + " deep");
        }
        KeyValueCollection list = new KeyValueCollection();
        for (int left = length16(in, "a list's number of pairs"); left > 0; left--) {
            int type = take(in, 1, "a pair's type")[0];
            String key = text(take(in, length16(in, "a key's length"), "a key"), charset, "a key");
            list.addPair(pair(in, type, key, depth));
        }
        return list;
    }

    private KeyValuePair pair(ByteBuffer in, int type, String key, int depth)
            throws RefusedException {
        String what = "the value of '" + key + "'";
        if (type == LIST) {
            byte[] prefix = take(in, 4, what);
            // A list has at most 65,535 bytes: two lengths of 16 bits never begin with zero.
            int length = ByteBuffer.wrap(prefix).getInt();
            if (length >>> 16 != 0) {
                length &= 0xFFFF;
            }
            ByteBuffer inner = ByteBuffer.wrap(take(in, length, what));
            KeyValueCollection value = unpack(inner, depth + 1);
            if (inner.hasRemaining()) {
                throw new RefusedException(
                        inner.remaining() + " bytes stand behind the end of " + what);
            }
            return new KeyValuePair(key, value);
        }
        int length = length16(in, what);
        byte[] value = take(in, type == UNICODE && form.unicodeUnits ? 2 * length : length, what);
        switch (type) {
            case STRING:
                return new KeyValuePair(key, text(value, charset, what));
            case INT:
                if (value.length != 4) {
                    throw new RefusedException(what + " is an int of " + value.length + " bytes");
                }
                return new KeyValuePair(key, ByteBuffer.wrap(value).getInt());
            case BINARY:
                return new KeyValuePair(key, value);
            case UNICODE:
                return new KeyValuePair(key, text(value, StandardCharsets.UTF_16BE, what), true);
            default:
                throw new RefusedException("'" + key + "' has the unknown type " + type);
        }
    }

    byte[] pack(KeyValueCollection list) throws RefusedException {
        return pack(list, 0);
    }

    private byte[] pack(KeyValueCollection list, int depth) throws RefusedException {
        if (depth > MAX_DEPTH) {
            throw new RefusedException("lists stand in each other over " + MAX_DEPTH + " deep");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put16(out, list.length(), "a list's number of pairs");
        for (Object each : list) {
            KeyValuePair pair = (KeyValuePair) each;
            String key = pair.getStringKey();
            if (key == null) {
                throw new RefusedException("a pair has no key");
            }
            pack(out, pair, key, depth);
        }
        if (out.size() > MAX_BYTES) {
            throw new RefusedException("a list of " + out.size() + " bytes is over " + MAX_BYTES);
        }
        return out.toByteArray();
    }

    private void pack(ByteArrayOutputStream out, KeyValuePair pair, String key, int depth)
            throws RefusedException {
        ValueType type = pair.getValueType();
        // Names, not the enum: a switch over it would need a class that the site's SDK may number
        // otherwise.
        String name = type == null ? "no type" : type.name();
        if (name.equals("TKV_LIST")) {
            KeyValueCollection inner = pair.getTKVValue();
            byte[] value = pack(inner == null ? new KeyValueCollection() : inner, depth + 1);
            head(out, LIST, key);
            if (form.twoLengths16) {
                put16(out, value.length + 2, "the length of '" + key + "'");
                put16(out, value.length, "the length of '" + key + "'");
            } else {
                put(out, ByteBuffer.allocate(4).putInt(value.length).array());
            }
            put(out, value);
            return;
        }
        int code;
        byte[] value;
        switch (name) {
            case "STRING":
                String text = orEmpty(pair.getStringValue());
                byte[] plain = encode(text);
                // What the charset cannot write goes as the other kind of text rather than with
                // question marks.
                code = plain == null ? UNICODE : STRING;
                value = plain == null ? text.getBytes(StandardCharsets.UTF_16BE) : plain;
                break;
            case "WIDE_STRING":
                code = UNICODE;
                value = orEmpty(pair.getStringValue()).getBytes(StandardCharsets.UTF_16BE);
                break;
            case "INT":
                Integer number = pair.getIntValue();
                if (number == null) {
                    throw new RefusedException("'" + key + "' is an INT without a value");
                }
                code = INT;
                value = ByteBuffer.allocate(4).putInt(number).array();
                break;
            case "BINARY":
                code = BINARY;
                value = pair.getBinaryValue() == null ? new byte[0] : pair.getBinaryValue();
                break;
            default:
                throw new RefusedException(
                        "'"
                                + key
                                + "' is of the type "
                                + name
                                + ", which a packed list has no code for");
        }
        head(out, code, key);
        int length = code == UNICODE && form.unicodeUnits ? value.length / 2 : value.length;
        put16(out, length, "the length of '" + key + "'");
        put(out, value);
    }

    private void head(ByteArrayOutputStream out, int type, String key) throws RefusedException {
        byte[] bytes = encode(key);
        if (bytes == null) {
            throw new RefusedException("the key '" + key + "' cannot be written in " + charset);
        }
        out.write(type);
        put16(out, bytes.length, "the length of a key");
        put(out, bytes);
    }

    private static void put(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    private static void put16(ByteArrayOutputStream out, int number, String what)
            throws RefusedException {
        if (number > MAX_BYTES) {
            throw new RefusedException(what + " is " + number + ", over " + MAX_BYTES);
        }
        out.write(number >> 8);
        out.write(number);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** The bytes of a text in the charset, or null if it cannot write all of it. */
    private byte[] encode(String text) {
        try {
            ByteBuffer bytes =
                    charset.newEncoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException cannot) {
            return null;
        }
    }

    private static String text(byte[] bytes, Charset charset, String what) throws RefusedException {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new RefusedException(what + " is not a text in " + charset);
        }
    }

    private static int length16(ByteBuffer in, String what) throws RefusedException {
        return ByteBuffer.wrap(take(in, 2, what)).getShort() & 0xFFFF;
    }

    private static byte[] take(ByteBuffer in, int length, String what) throws RefusedException {
        if (length < 0 || length > in.remaining()) {
            throw new RefusedException(what + " goes over the list's end");
        }
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }
}
