// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.InvalidValueException;

/**
 * Reads the {@code If-Match} header (RFC 9110 13.1.1). It is {@code *}, or a list of entity tags. Weak tags never
 * match. Our tags are versions.
 *
 * <p>{@code *} only demands that the thing to be changed exists. Every change demands that anyway.
 */
public final class IfMatch {
    private static final Pattern TAG = Pattern.compile("\\s*+(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"\\s*+(?:,|$)");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

    private IfMatch() {}

    /** Returns the versions in all lines of the header. */
    public static ExpectedVersions parse(List<String> lines) {
        if (lines.isEmpty()) {
            return ExpectedVersions.any();
        }
        String value = String.join(",", lines).strip();
        if ("*".equals(value)) {
            return ExpectedVersions.any();
        }
        Set<Long> versions = new HashSet<>();
        Matcher tag = TAG.matcher(value);
        int end = 0;
        while (end < value.length()) {
            if (!tag.region(end, value.length()).lookingAt()) {
                throw new InvalidValueException("If-Match must be * or a list of entity tags in quotes");
            }
            boolean isStrong = tag.group(1) == null;
            if (isStrong && VERSION.matcher(tag.group(2)).matches()) {
                versions.add(Long.valueOf(tag.group(2)));
            }
            end = tag.end();
        }
        return ExpectedVersions.oneOf(versions);
    }
}
