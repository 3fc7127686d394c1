package com.genesyslab.platform.commons.collections;

/** The list of user data. */
public class KeyValueCollection extends KVList {
    public KeyValueCollection() {}

    protected KeyValueCollection(KeyValueCollection list) {
        addAll(list);
    }

    public void addPair(KeyValuePair pair) {
        add(pair);
    }

    public KeyValuePair getPair(String key) {
        return (KeyValuePair) first(key);
    }

    public KeyValuePair remove(String key) {
        return (KeyValuePair) removePair(key);
    }

    public void addList(String key, KeyValueCollection list) {
        addObject(key, list);
    }

    public KeyValueCollection getList(String key) {
        KeyValuePair pair = getPair(key);
        return pair == null ? null : pair.getTKVValue();
    }

    public void addObject(String key, Object value) throws IllegalArgumentException {
        super.addObject(key, value);
    }

    public String toString() {
        return "KVList: " + toStringLine();
    }

    public String toStringLine() {
        return super.toString();
    }

    protected Pair createPair(Object key) {
        return new KeyValuePair((String) key);
    }

    protected void throwNotPair(Object o) {
        throw new IllegalArgumentException(
                "not a KeyValuePair: " + (o == null ? null : o.getClass()));
    }
}
