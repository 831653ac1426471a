// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.page;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A language of the page. */
public enum Language {
    EN,
    DE,
    ES;

    /** The cookie that holds the language that somebody has chosen on the page. */
    public static final String COOKIE = "language";

    /** Returns its subtag (RFC 5646), such as {@code de}. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the first of the wishes that can be met; English if there is none.
     *
     * @param wishes language ranges, such as {@code de-AT}
     */
    static Language of(List<String> wishes) {
        return wishes.stream()
                .map(Language::of)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(EN);
    }

    private static Optional<Language> of(String wish) {
        return Stream.of(values())
                .filter(language -> wish.equalsIgnoreCase(language.tag())
                        || wish.regionMatches(
                                true, 0, language.tag() + "-", 0, language.tag().length() + 1))
                .findFirst();
    }
}
