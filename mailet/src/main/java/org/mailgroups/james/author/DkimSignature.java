// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import com.google.common.base.Splitter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The claims of a DKIM-Signature field (RFC 6376 3.5), unverified.
 *
 * @param domain d=, the signer, in lower case
 * @param identityDomain the domain of i=, in lower case; that of d= if there is no i=
 * @param strong whether it covers the whole body (no l=) by a hash that RFC 8301 still allows
 */
record DkimSignature(String domain, String identityDomain, boolean strong) {
    /** An identity without folding white space, quoted-printable, or signs that have a meaning in James' report. */
    private static final Pattern PLAIN_IDENTITY = Pattern.compile("[\\w.+-]*@[\\w.-]+");

    private static final Pattern DOMAIN = Pattern.compile("[\\w.-]+");

    /** Reads the value of a field; empty if it is anything but plain, even where it might be valid. */
    static Optional<DkimSignature> parse(String value) {
        Map<String, String> tags = new HashMap<>();
        for (String tag : Splitter.on(';').split(value)) {
            int equals = tag.indexOf('=');
            if (tag.isBlank()) {
                continue;
            }
            if (equals < 0
                    || tags.put(
                                    tag.substring(0, equals).strip(),
                                    tag.substring(equals + 1).strip())
                            != null) {
                return Optional.empty();
            }
        }
        String domain = tags.getOrDefault("d", "").toLowerCase(Locale.ROOT);
        String identity = tags.getOrDefault("i", '@' + domain).toLowerCase(Locale.ROOT);
        if (!DOMAIN.matcher(domain).matches()
                || !PLAIN_IDENTITY.matcher(identity).matches()) {
            return Optional.empty();
        }
        boolean strong = !tags.containsKey("l") && tags.getOrDefault("a", "").endsWith("-sha256");
        return Optional.of(new DkimSignature(domain, identity.substring(identity.indexOf('@') + 1), strong));
    }

    /** Returns whether the signer answers for a wanted domain, and for nothing but that domain. */
    boolean isOf(Predicate<String> wanted) {
        return wanted.test(domain) && identityDomain.equals(domain) && strong;
    }
}
