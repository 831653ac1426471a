// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mailgroups.value.Text;

/**
 * What is wrong with a row that is taken nevertheless, in words for the person who wrote the file. There may be as many
 * flaws as a file has lines, so only the first {@value #MAX_SHOWN} different ones are kept, and the others are counted.
 * Not thread-safe.
 */
final class Flaws {
    /** How many are kept. */
    static final int MAX_SHOWN = 10;

    private static final int MAX_LENGTH = 300;
    private static final int MAX_VALUE_LENGTH = 80;

    private final Set<String> shown = new LinkedHashSet<>();
    private int others;

    /** Adds a flaw; one that is there already is none. */
    void add(String flaw) {
        String line = Text.cleanedLine(flaw, MAX_LENGTH);
        if (shown.size() < MAX_SHOWN) {
            shown.add(line);
        } else if (!shown.contains(line)) {
            others++;
        }
    }

    void addAll(Collection<String> flaws) {
        flaws.forEach(this::add);
    }

    /** Returns a value as it can be shown in a flaw. */
    static String quoted(String value) {
        String line = Text.cleanedLine(value, MAX_VALUE_LENGTH);
        return "'" + line + (value.strip().length() > line.length() ? "...'" : "'");
    }

    /** Returns the flaws, and at the end how many there are besides. */
    List<String> all() {
        Set<String> all = new LinkedHashSet<>(shown);
        if (others > 0) {
            all.add("and " + others + " more");
        }
        return List.copyOf(all);
    }
}
