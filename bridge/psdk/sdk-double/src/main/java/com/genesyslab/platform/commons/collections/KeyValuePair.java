package com.genesyslab.platform.commons.collections;

/** One pair of a list. */
public class KeyValuePair extends Pair {
    public KeyValuePair(String key) {
        this.key = java.util.Objects.requireNonNull(key);
    }

    public KeyValuePair(String key, byte[] value) {
        this(key);
        setValue(value);
    }

    public KeyValuePair(String key, int value) {
        this(key);
        setValue(value);
    }

    public KeyValuePair(String key, String value) {
        this(key);
        setValue(value);
    }

    public KeyValuePair(String key, String value, boolean isWideString) {
        this(key);
        setValue(isWideString ? new UTFValue(value) : value);
    }

    public KeyValuePair(String key, KeyValueCollection value) {
        this(key);
        setValue(value);
    }

    public KeyValueCollection getTKVValue() {
        return value instanceof KeyValueCollection ? (KeyValueCollection) value : null;
    }

    public void setTKVValue(KeyValueCollection val) {
        setValue(val);
    }

    void set(Object any) {
        setValue(any);
    }
}
