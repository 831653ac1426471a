// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What somebody types to search, in the form of {@link SearchForm}. A text is found if it has each of the words
 * anywhere, in whatever order, case, accents and punctuation. A query without words finds everything. Immutable.
 */
public final class SearchQuery {
    /** More words than anybody types. Each costs a look at every text. */
    public static final int MAX_WORDS = 32;

    private final String plain;
    private final List<String> words;
    private final boolean isNothing;
    private final boolean hasTooManyWords;

    private SearchQuery(String plain, List<String> words, boolean isNothing, boolean hasTooManyWords) {
        this.plain = plain;
        this.words = words;
        this.isNothing = isNothing;
        this.hasTooManyWords = hasTooManyWords;
    }

    /** Reads a query. It must be bounded: whoever takes it from outside asks {@link #hasTooManyWords} too. */
    public static SearchQuery of(String text) {
        String normal = NormalForm.of(text);
        String plain = SearchForm.plain(normal);
        List<String> words = Arrays.stream(plain.split(" ", -1))
                .map(SearchForm::of)
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(MAX_WORDS + 1L)
                .toList();
        boolean isNothing =
                normal.codePoints().anyMatch(SearchQuery::isNowhere) || (words.isEmpty() && !normal.isEmpty());
        return new SearchQuery(plain, withoutParts(words), isNothing, words.size() > MAX_WORDS);
    }

    private static boolean isNowhere(int codePoint) {
        return NormalForm.isForbidden(codePoint) && !Characters.isBlank(codePoint);
    }

    /** Leaves out words that are part of others, since whatever has the other has them. */
    private static List<String> withoutParts(List<String> words) {
        return words.stream()
                .filter(word -> words.stream().noneMatch(other -> !other.equals(word) && other.contains(word)))
                .toList();
    }

    /** Returns whether there are more words than {@link #MAX_WORDS}. */
    public boolean hasTooManyWords() {
        return hasTooManyWords;
    }

    /** Returns whether there is no text that this finds, since it has a character that no text has, or signs alone. */
    public boolean findsNothing() {
        return isNothing;
    }

    /** Returns whether this finds every text. */
    public boolean findsAll() {
        return !isNothing && words.isEmpty();
    }

    /** Returns the words: letters and digits in the form of {@link SearchForm#of}, none of them part of another. */
    public List<String> words() {
        return words;
    }

    /** Returns the query as a whole, in the form of {@link SearchForm#plain}. */
    public String plain() {
        return plain;
    }

    /** Returns whether this finds a text in one of the forms of {@link SearchForm}. */
    public boolean finds(String form) {
        return !isNothing && words.stream().allMatch(form::contains);
    }

    /** Returns whether something has each of the words. */
    public boolean finds(Predicate<String> hasWord) {
        return !isNothing && words.stream().allMatch(hasWord);
    }
}
