package com.genesyslab.platform.commons.collections;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

/** An ordered list of pairs in which a key may stand more than once; getters take the first. */
public abstract class KVList implements Cloneable, Serializable, Collection {
    /** Where the pairs are. */
    public interface PairList extends Cloneable {}

    private static final class Pairs extends ArrayList<Pair> implements PairList {}

    protected transient PairList storage;
    private Pairs pairs = new Pairs();
    private transient Comparator comparator;

    public KVList() {}

    public void addBinary(String key, byte[] data) {
        put(key, data);
    }

    public void addInt(String key, int value) {
        put(key, value);
    }

    public void addInt(String key, Integer value) {
        put(key, value);
    }

    public void addString(String key, String value) {
        put(key, value);
    }

    public void addUTFString(String key, String value) {
        put(key, new UTFValue(value));
    }

    public void addUTFString(String key, UTFValue value) {
        put(key, value);
    }

    public void addObject(String key, Object value) throws IllegalArgumentException {
        if (value != null && Pair.type(value) == null) {
            throw new IllegalArgumentException(
                    "the value of " + key + " is a " + value.getClass().getName());
        }
        put(key, value);
    }

    public byte[] getBinary(String key) {
        Pair p = first(key);
        return p == null ? null : p.getBinaryValue();
    }

    public Integer getInt(String key) {
        Pair p = first(key);
        return p == null ? null : p.getIntValue();
    }

    public String getString(String key) {
        Pair p = first(key);
        return p == null ? null : p.getStringValue();
    }

    public String getAsString(String key) {
        Pair p = first(key);
        return p == null ? null : p.getValueAsString();
    }

    public void clear() {
        pairs.clear();
    }

    public int length() {
        return pairs.size();
    }

    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    public Enumeration getEnumeration() {
        return Collections.enumeration(pairs);
    }

    public Enumeration getEnumeration(String key) {
        return getPairEnumeration(key);
    }

    public Object clone() throws CloneNotSupportedException {
        KVList copy = (KVList) super.clone();
        copy.pairs = new Pairs();
        for (Pair pair : pairs) {
            copy.pairs.add((Pair) pair.clone());
        }
        return copy;
    }

    public boolean equals(Object obj) {
        return obj instanceof KVList && ((KVList) obj).pairs.equals(pairs);
    }

    public int hashCode() {
        return pairs.hashCode();
    }

    public String toString() {
        return pairs.toString();
    }

    public int size() {
        return pairs.size();
    }

    public Object[] toArray() {
        return pairs.toArray();
    }

    public Object[] toArray(Object[] a) {
        return pairs.toArray(a);
    }

    public boolean add(Object o) {
        return pairs.add(pair(o));
    }

    public boolean contains(Object o) {
        return pairs.contains(o);
    }

    public boolean containsKey(Object key) {
        return first(key) != null;
    }

    public boolean remove(Object o) {
        return pairs.remove(o);
    }

    public boolean addAll(Collection c) {
        for (Object o : c) {
            add(o);
        }
        return !c.isEmpty();
    }

    public boolean containsAll(Collection c) {
        return pairs.containsAll((Collection<?>) c);
    }

    public boolean removeAll(Collection c) {
        return pairs.removeAll((Collection<?>) c);
    }

    public boolean retainAll(Collection c) {
        return pairs.retainAll((Collection<?>) c);
    }

    public Iterator iterator() {
        return pairs.iterator();
    }

    public void setComparator(Comparator comparator) {
        this.comparator = comparator;
    }

    public Comparator getComparator() {
        return comparator;
    }

    protected Enumeration getPairEnumeration(Object key) {
        List<Pair> found = new ArrayList<>(pairs);
        found.removeIf(pair -> !pair.key.equals(key));
        return Collections.enumeration(found);
    }

    protected Pair removePair(Object key) {
        Pair found = first(key);
        pairs.remove(found);
        return found;
    }

    protected abstract Pair createPair(Object key);

    protected abstract void throwNotPair(Object o);

    final Pair first(Object key) {
        for (Pair pair : pairs) {
            if (pair.key.equals(key)) {
                return pair;
            }
        }
        return null;
    }

    private void put(String key, Object value) {
        Pair made = createPair(key);
        made.setValue(value);
        pairs.add(made);
    }

    private Pair pair(Object o) {
        if (!(o instanceof Pair)) {
            throwNotPair(o);
        }
        return (Pair) o;
    }
}
