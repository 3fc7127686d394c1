package com.genesyslab.platform.commons.collections;

import java.io.Serializable;

/** A text that goes over the wire as UTF-16. */
public final class UTFValue implements Cloneable, Serializable {
    private final String value;

    public UTFValue(String value) {
        this.value = java.util.Objects.requireNonNull(value);
    }

    public String getValue() {
        return value;
    }

    public boolean equals(Object obj) {
        return obj instanceof UTFValue && ((UTFValue) obj).value.equals(value);
    }

    public int hashCode() {
        return value.hashCode();
    }

    public Object clone() throws CloneNotSupportedException {
        return super.clone();
    }

    public String toString() {
        return value;
    }
}
