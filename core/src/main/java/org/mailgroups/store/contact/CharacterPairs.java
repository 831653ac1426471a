// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.Collection;
import java.util.List;

/**
 * Which pairs of neighbouring characters a text has: 128 bits, each of which stands for many pairs. A text that lacks a bit of a word does not contain the word; that it has all of them proves nothing. Of
 * texts as long as a contact's, most are told apart by this without being read.
 */
record CharacterPairs(long low, long high) {
    static CharacterPairs of(String text) {
        return of(List.of(text));
    }

    /** Those of all texts together. */
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

    /** Whether a text with these bits may have all pairs. */
    boolean mayBeIn(long textLow, long textHigh) {
        return (textLow & low) == low && (textHigh & high) == high;
    }
}
