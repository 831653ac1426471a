// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The words by which callers and the store name the values of an enum: {@code ONE_CLICK} is {@code oneClick}.
 * Immutable.
 */
public final class Words<E extends Enum<E>> {
    private final Map<String, E> values = new LinkedHashMap<>();

    private Words(Set<E> values) {
        values.forEach(value -> this.values.put(of(value), value));
    }

    /** Returns the words for all values. */
    public static <E extends Enum<E>> Words<E> ofAll(Class<E> type) {
        return new Words<>(EnumSet.allOf(type));
    }

    /** Returns the words for all values but one, which has none that a caller may name. */
    public static <E extends Enum<E>> Words<E> ofAllBut(E value) {
        return new Words<>(EnumSet.complementOf(EnumSet.of(value)));
    }

    /** Returns the word for a value. */
    public static String of(Enum<?> value) {
        StringBuilder word = new StringBuilder();
        boolean isBeginning = false;
        for (char letter : value.name().toCharArray()) {
            if (letter == '_') {
                isBeginning = true;
            } else {
                word.append(isBeginning ? letter : Character.toLowerCase(letter));
                isBeginning = false;
            }
        }
        return word.toString();
    }

    /**
     * Reads a word from a caller.
     *
     * @throws InvalidValueException if it is none of these; it names all of them
     */
    public E parse(String word) {
        E value = values.get(word);
        if (value == null) {
            throw new InvalidValueException("must be one of " + String.join(", ", values.keySet()));
        }
        return value;
    }

    /** Reads a word from the store. Another one than these means the safe value. */
    public E parseStored(String word, E safe) {
        return values.getOrDefault(word, safe);
    }
}
