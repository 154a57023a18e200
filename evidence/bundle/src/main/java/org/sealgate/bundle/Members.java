package org.sealgate.bundle;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object in their order, immutable. Two arrays, because most objects are small and looked into once or twice; an
 * index only from {@link #LINEAR} members on. The index is a HashMap on purpose: its buckets become trees, so that names chosen to
 * collide cost no more than others.
 */
final class Members extends AbstractMap<String, Json> {
    static final int LINEAR = 12;

    private final String[] names;
    private final Json[] values;
    private final @Nullable Map<String, Json> index;
    /** The object in RFC 8785, where it was worth keeping. */
    private final byte @Nullable [] canonical;

    /** Takes over both arrays, whose names the caller has found to be distinct and free of lone surrogates. */
    Members(String[] names, Json[] values) {
        this(names, values, names.length > LINEAR ? index(names, values) : null, null);
    }

    private Members(String[] names, Json[] values, @Nullable Map<String, Json> index, byte @Nullable [] canonical) {
        this.names = names;
        this.values = values;
        this.index = index;
        this.canonical = canonical;
    }

    static Members copyOf(Map<String, Json> members) {
        if (members instanceof Members same) {
            return same;
        }
        String[] names = members.keySet().toArray(new String[0]);
        Json[] values = members.values().toArray(new Json[0]);
        for (int i = 0; i < names.length; i++) {
            requireScalars(names[i]);
            if (values[i] == null) {
                throw new IllegalArgumentException("a member without a value; JSON's null is Json.NULL");
            }
        }
        return new Members(names, values);
    }

    static void requireScalars(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                requirePairs(text, i);
                return;
            }
        }
    }

    private static void requirePairs(String text, int from) {
        int i = from;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            // codePointAt gives a pair as one value, so what is left of surrogates stands alone
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("a string with a lone surrogate");
            }
            i += Character.charCount(codePoint);
        }
    }

    String name(int position) {
        return names[position];
    }

    Json value(int position) {
        return values[position];
    }

    /** The same members in the order of their names; itself where it is in that order already. */
    Members sorted(Comparator<String> order) {
        if (isSorted(order)) {
            return this;
        }
        return names.length > LINEAR ? merged(order) : inserted(order);
    }

    private Members inserted(Comparator<String> order) {
        String[] sortedNames = names.clone();
        Json[] sortedValues = values.clone();
        for (int i = 1; i < sortedNames.length; i++) {
            String name = sortedNames[i];
            Json value = sortedValues[i];
            int at = i;
            while (at > 0 && order.compare(sortedNames[at - 1], name) > 0) {
                sortedNames[at] = sortedNames[at - 1];
                sortedValues[at] = sortedValues[at - 1];
                at--;
            }
            sortedNames[at] = name;
            sortedValues[at] = value;
        }
        return new Members(sortedNames, sortedValues, index, null);
    }

    private Members merged(Comparator<String> order) {
        Integer[] positions = new Integer[names.length];
        Arrays.setAll(positions, i -> i);
        Arrays.sort(positions, Comparator.comparing(i -> names[i], order));
        String[] sortedNames = new String[names.length];
        Json[] sortedValues = new Json[names.length];
        for (int i = 0; i < names.length; i++) {
            sortedNames[i] = names[positions[i]];
            sortedValues[i] = values[positions[i]];
        }
        return new Members(sortedNames, sortedValues, index, null);
    }

    /** The same members with their canonical form. */
    Members withCanonical(byte[] written) {
        return new Members(names, values, index, written);
    }

    /** What {@link #withCanonical} was given; only ever read. */
    byte @Nullable [] canonical() {
        return canonical;
    }

    /** One member more at the end, or another value where the name stands. */
    Members with(String name, Json value) {
        requireScalars(name);
        int at = 0;
        while (at < names.length && !names[at].equals(name)) {
            at++;
        }
        int length = Math.max(names.length, at + 1);
        String[] newNames = Arrays.copyOf(names, length);
        Json[] newValues = Arrays.copyOf(values, length);
        newNames[at] = name;
        newValues[at] = value;
        return new Members(newNames, newValues);
    }

    private boolean isSorted(Comparator<String> order) {
        for (int i = 1; i < names.length; i++) {
            if (order.compare(names[i - 1], names[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public @Nullable Json get(@Nullable Object key) {
        if (index != null) {
            return index.get(key);
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(key)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Entry<String, Json>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Entry<String, Json>> iterator() {
                return entries();
            }
        };
    }

    private Iterator<Entry<String, Json>> entries() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < names.length;
            }

            @Override
            public Entry<String, Json> next() {
                if (next == names.length) {
                    throw new NoSuchElementException();
                }
                Entry<String, Json> entry = Map.entry(names[next], values[next]);
                next++;
                return entry;
            }
        };
    }

    private static Map<String, Json> index(String[] names, Json[] values) {
        Map<String, Json> index = HashMap.newHashMap(names.length);
        for (int i = 0; i < names.length; i++) {
            index.put(names[i], values[i]);
        }
        return index;
    }
}
