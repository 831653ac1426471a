// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A field of a JSON object that may be left out. A record's other components must be there.
 *
 * <p>{@code null} is no way to leave a field out: it is refused, unless {@code T} is a type that has a value for it,
 * such as {@link java.util.OptionalLong}. Immutable.
 */
@JsonDeserialize(using = GivenReader.class)
@JsonSerialize(using = GivenWriter.class)
public final class Given<T> {
    private static final Given<?> ABSENT = new Given<>(null);

    private final T value;

    private Given(T value) {
        this.value = value;
    }

    /** A field that is there. */
    public static <T> Given<T> of(T value) {
        return new Given<>(Objects.requireNonNull(value));
    }

    /** A field that is left out. */
    @SuppressWarnings("unchecked")
    public static <T> Given<T> absent() {
        return (Given<T>) ABSENT;
    }

    /** Returns the value; empty if the field is left out. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Tells whether the field is there. */
    public boolean isPresent() {
        return value != null;
    }

    /** Returns the value, or another one if the field is left out. */
    public T orElse(T other) {
        return value == null ? other : value;
    }

    /** Returns {@code before} changed by the value, or as it is if the field is left out. */
    public <S> S change(S before, BiFunction<S, T, S> change) {
        return value == null ? before : change.apply(before, value);
    }

    /** Returns the field with its value converted. */
    public <R> Given<R> map(Function<T, R> conversion) {
        return value == null ? absent() : of(conversion.apply(value));
    }
}
