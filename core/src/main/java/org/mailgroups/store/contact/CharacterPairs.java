// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.Collection;
import java.util.List;

/**
 * The pairs of neighbouring characters that a text has: 128 bits, each of which stands for many pairs. A text that
 * lacks a bit of a word does not contain the word. A text that has all bits may contain it or not. Most texts as long
 * as a contact's are told apart by this and need not be read.
 */
record CharacterPairs(long low, long high) {
    static CharacterPairs of(String text) {
        return of(List.of(text));
    }

    /** Returns the pairs of all texts together. */
    static CharacterPairs of(Collection<String> texts) {
        long low = 0;
        long high = 0;
        for (String text : texts) {
            for (int i = 1; i < text.length(); i++) {
                int hash = (text.charAt(i - 1) * 31 + text.charAt(i)) * 0x9E3779B1;
                // The highest bits of the product are the most mixed ones: one chooses the half, six the bit.
                long bit = 1L << (hash >>> 25);
                if (hash < 0) {
                    high |= bit;
                } else {
                    low |= bit;
                }
            }
        }
        return new CharacterPairs(low, high);
    }

    /** Returns whether a text with these bits may have all pairs. */
    boolean mayBeIn(long textLow, long textHigh) {
        return (textLow & low) == low && (textHigh & high) == high;
    }
}
