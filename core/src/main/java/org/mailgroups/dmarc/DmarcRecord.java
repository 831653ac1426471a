// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.dmarc;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A DMARC record (RFC 9989 4.7). What is wrong in it is passed over, as the RFC wants, but for a wrong {@code p},
 * {@code sp} or {@code np}: then it asks for nothing (4.10.1). {@code pct} means nothing any more.
 *
 * <p>Neither does {@code t} to us. With {@code t=y} an owner tries a policy out: servers that get mail are not to apply
 * it yet, but whoever rewrites From is to do so as if they did (4.7, A.6). The owner learns by that which lists do.
 * Immutable.
 *
 * @param own the policy for the domain itself
 * @param subdomains the policy for domains below
 * @param missing the policy for domains below that do not exist
 * @param isStrict whether only a signature of the very domain counts ({@code adkim=s})
 * @param psd whether names below the domain belong to different owners; empty if the record does not say
 */
record DmarcRecord(
        DmarcPolicy own, DmarcPolicy subdomains, DmarcPolicy missing, boolean isStrict, Optional<Boolean> psd) {
    /** The longest record that is read, in characters. Real ones have some hundred. */
    private static final int MAX_LENGTH = 4000;

    private static final Pattern VERSION =
            Pattern.compile("[ \\t]{0,20}[vV][ \\t]{0,20}=[ \\t]{0,20}DMARC1[ \\t]{0,20}");

    /** Reads a record; empty for a text that is none. */
    static Optional<DmarcRecord> parse(String text) {
        String[] tags = text.substring(0, Math.min(text.length(), MAX_LENGTH)).split(";", -1);
        return VERSION.matcher(tags[0]).matches() ? Optional.of(of(values(tags))) : Optional.empty();
    }

    /** The first tag of a name counts. */
    private static Map<String, String> values(String[] tags) {
        Map<String, String> values = new HashMap<>();
        for (String tag : tags) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(
                        tag.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        tag.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
            }
        }
        return values;
    }

    private static DmarcRecord of(Map<String, String> tags) {
        Optional<DmarcPolicy> own = DmarcPolicy.find(tags.getOrDefault("p", ""));
        Optional<DmarcPolicy> subdomains = DmarcPolicy.find(tags.getOrDefault("sp", tags.getOrDefault("p", "")));
        Optional<DmarcPolicy> missing =
                DmarcPolicy.find(tags.getOrDefault("np", tags.getOrDefault("sp", tags.getOrDefault("p", ""))));
        // If one of them is wrong, none of them holds.
        boolean isWrong = own.isEmpty() || subdomains.isEmpty() || missing.isEmpty();
        return new DmarcRecord(
                applied(own, isWrong),
                applied(subdomains, isWrong),
                applied(missing, isWrong),
                tags.getOrDefault("adkim", "").equals("s"),
                psd(tags.getOrDefault("psd", "")));
    }

    private static DmarcPolicy applied(Optional<DmarcPolicy> policy, boolean isWrong) {
        return isWrong ? DmarcPolicy.NONE : policy.get();
    }

    private static Optional<Boolean> psd(String text) {
        return text.equals("y") || text.equals("n") ? Optional.of(text.equals("y")) : Optional.empty();
    }
}
