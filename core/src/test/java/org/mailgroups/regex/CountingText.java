// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.regex;

/** A text that counts how often one of its characters is looked at. Not thread-safe. */
final class CountingText implements CharSequence {
    private final String text;
    private final long[] looks;

    CountingText(String text) {
        this(text, new long[1]);
    }

    private CountingText(String text, long[] looks) {
        this.text = text;
        this.looks = looks;
    }

    long looks() {
        return looks[0];
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        looks[0]++;
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new CountingText(text.substring(start, end), looks);
    }

    @Override
    public String toString() {
        return text;
    }
}
