package com.genesyslab.platform.commons;

import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The SDK's enumerations, which are no Java enums: constants register themselves by class. */
public abstract class GEnum implements Serializable {
    protected static final Locale LOCALE_ENGLISH = Locale.ENGLISH;
    private static final Map<Class<?>, Map<Integer, GEnum>> ALL = new HashMap<>();
    private final int ordinal;
    private final String name;
    private final transient Class<?> owner;

    protected GEnum(int ordinal, String name, Class enumClass) {
        this.ordinal = ordinal;
        this.name = name;
        this.owner = enumClass;
        synchronized (ALL) {
            ALL.computeIfAbsent(enumClass, c -> new LinkedHashMap<>()).put(ordinal, this);
        }
    }

    public int ordinal() {
        return ordinal;
    }

    public String name() {
        return name;
    }

    public String toString() {
        return name;
    }

    public boolean equals(Object obj) {
        return this == obj;
    }

    public int hashCode() {
        return ordinal;
    }

    @Deprecated
    public boolean equals(GEnum e1, GEnum e2) {
        return e1 == e2;
    }

    public Integer asInteger() {
        return ordinal;
    }

    public static Collection values(Class enumClass) {
        return constants(enumClass).values();
    }

    public static <E extends GEnum> E valueOf(Class<E> enumClass, int ordinal) {
        return enumClass.cast(constants(enumClass).get(ordinal));
    }

    public static <E extends GEnum> E valueOf(Class<E> enumClass, String name) {
        for (GEnum value : constants(enumClass).values()) {
            if (value.name.equals(name)) {
                return enumClass.cast(value);
            }
        }
        return null;
    }

    public static <E extends GEnum> Collection<E> valuesBy(Class<E> enumClass) {
        return new ArrayList<>(getEnumValues(enumClass));
    }

    public static int enumSize(Class enumClass) {
        return constants(enumClass).size();
    }

    public static GEnum getValue(Class enumClass, Integer ordinal) {
        return constants(enumClass).get(ordinal);
    }

    public static GEnum getValue(Class enumClass, int ordinal) {
        return constants(enumClass).get(ordinal);
    }

    @SuppressWarnings("unchecked")
    public static GEnum getValue(Class enumClass, String name) {
        return valueOf((Class<GEnum>) enumClass, name);
    }

    protected static <E extends GEnum> Map<Object, E> getEnumMap(Class<E> enumClass) {
        Map<Object, E> map = new LinkedHashMap<>();
        getEnumValues(enumClass).forEach(value -> map.put(value.ordinal(), value));
        return map;
    }

    protected static <E extends GEnum> Set<E> getEnumValues(Class<E> enumClass) {
        Set<E> values = new LinkedHashSet<>();
        constants(enumClass).values().forEach(value -> values.add(enumClass.cast(value)));
        return values;
    }

    protected Object readResolve() throws ObjectStreamException {
        return constants(getClass()).get(ordinal);
    }

    /** The constants exist once their class is initialised. */
    private static Map<Integer, GEnum> constants(Class<?> enumClass) {
        try {
            Class.forName(enumClass.getName(), true, enumClass.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
        synchronized (ALL) {
            return ALL.getOrDefault(enumClass, new LinkedHashMap<>());
        }
    }
}
