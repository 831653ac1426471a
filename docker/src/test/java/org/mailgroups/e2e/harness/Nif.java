// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.util.concurrent.atomic.AtomicInteger;

/** Numbers of Spanish identity cards: digits, and a letter for the remainder of the digits by 23. */
public final class Nif {
    private static final String LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final AtomicInteger NEXT = new AtomicInteger(10_000_000);

    private Nif() {}

    /** Returns a number that nobody has yet. */
    public static String next() {
        int digits = NEXT.incrementAndGet();
        return digits + letter(digits % LETTERS.length());
    }

    /** Returns the same digits with a wrong letter. */
    public static String withAnotherLetter(String nif) {
        int right = LETTERS.indexOf(letterOf(nif));
        return nif.substring(0, nif.length() - 1) + letter((right + 1) % LETTERS.length());
    }

    /** Returns the letter. */
    public static String letterOf(String nif) {
        return nif.substring(nif.length() - 1);
    }

    private static String letter(int index) {
        return LETTERS.substring(index, index + 1);
    }
}
