package com.genesyslab.platform.commons.collections;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/** A key and a value of one of the SDK's types; null is none of them. */
public abstract class Pair implements Serializable, Cloneable {
    protected Object key;
    protected Object value;

    public Pair() {}

    public String getStringKey() {
        return (String) key;
    }

    public Integer getIntValue() {
        return value instanceof Integer ? (Integer) value : null;
    }

    public void setIntValue(int i) {
        value = i;
    }

    public void setIntValue(Integer i) {
        value = Objects.requireNonNull(i);
    }

    public byte[] getBinaryValue() {
        return value instanceof byte[] ? (byte[]) value : null;
    }

    public Object getValue() {
        return value;
    }

    public void setBinaryValue(byte[] data) {
        value = Objects.requireNonNull(data);
    }

    public String getStringValue() {
        return value instanceof String || value instanceof UTFValue ? value.toString() : null;
    }

    public void setStringValue(String val) {
        value = Objects.requireNonNull(val);
    }

    public void setUTF16Value(String val) {
        value = new UTFValue(val);
    }

    public void setUTF16Value(UTFValue val) {
        value = Objects.requireNonNull(val);
    }

    public ValueType getValueType() {
        return type(value);
    }

    /** Null for what no list may hold. */
    static ValueType type(Object value) {
        if (value instanceof String) {
            return ValueType.STRING;
        }
        if (value instanceof UTFValue) {
            return ValueType.WIDE_STRING;
        }
        if (value instanceof Integer) {
            return ValueType.INT;
        }
        if (value instanceof Long) {
            return ValueType.LONG;
        }
        if (value instanceof Float) {
            return ValueType.FLOAT;
        }
        if (value instanceof byte[]) {
            return ValueType.BINARY;
        }
        return value instanceof KVList ? ValueType.TKV_LIST : null;
    }

    public String getValueAsString() {
        return String.valueOf(value);
    }

    public boolean equals(Object obj) {
        return obj instanceof Pair
                && Objects.equals(((Pair) obj).key, key)
                && Arrays.deepEquals(new Object[] {((Pair) obj).value}, new Object[] {value});
    }

    public int hashCode() {
        return Objects.hashCode(key);
    }

    public String toString() {
        return "'" + key + "' = " + value;
    }

    protected Object clone() throws CloneNotSupportedException {
        return super.clone();
    }

    protected void setValue(Object val) {
        value = Objects.requireNonNull(val);
    }
}
