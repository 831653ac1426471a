// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.idna;

import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mailgroups.text.NormalForm;

/**
 * The form of a domain name in which servers know it: lower case, with A-labels for what is beyond ASCII (IDNA 2008,
 * RFC 5890). People's spellings are mapped as in browsers (UTS 46, without the transitional step): {@code
 * straße.example} is {@code xn--strae-oqa.example} and not {@code strasse.example}.
 *
 * <p>Thread-safe.
 */
public final class DomainName {
    private static final Pattern ASCII_HOST_NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** Names in ASCII may have such hyphens, and UTS 46 judges all labels of a name alike. */
    private static final Set<IDNA.Error> TOLERATED = EnumSet.of(IDNA.Error.HYPHEN_3_4);

    private static final String ACE_PREFIX = "xn--";

    /** Takes some milliseconds to load, which a server without internationalised addresses never needs. */
    private static final class Uts46 {
        static final IDNA RULES = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.USE_STD3_RULES);
    }

    private DomainName() {}

    /**
     * Returns a host name in lower case and A-labels; empty if the text is none. A name that is ASCII already is taken
     * as it is: {@link #hasValidLabels} says whether its A-labels mean anything. A name with a soft hyphen, a
     * zero-width space or the like is none.
     */
    public static Optional<String> toAscii(String name) {
        if (isAscii(name)) {
            return hostName(name.toLowerCase(Locale.ROOT));
        }
        // UTS 46 leaves such characters out, so that one name would hide in another.
        return NormalForm.firstInvisible(name).isPresent()
                ? Optional.empty()
                : converted(name).flatMap(DomainName::hostName);
    }

    private static Optional<String> hostName(String ascii) {
        return Optional.of(ascii).filter(host -> ASCII_HOST_NAME.matcher(host).matches());
    }

    /** Returns whether each A-label of a name stands for a label that IDNA 2008 allows. */
    public static boolean hasValidLabels(String asciiName) {
        return !asciiName.contains(ACE_PREFIX)
                || converted(asciiName).filter(asciiName::equals).isPresent();
    }

    /** Returns a name in A-labels as people read it; the name itself if it has none, or if one means nothing. */
    public static String toUnicode(String asciiName) {
        if (!asciiName.contains(ACE_PREFIX)) {
            return asciiName;
        }
        IDNA.Info info = new IDNA.Info();
        StringBuilder unicode = Uts46.RULES.nameToUnicode(asciiName, new StringBuilder(), info);
        return TOLERATED.containsAll(info.getErrors()) ? unicode.toString() : asciiName;
    }

    private static Optional<String> converted(String name) {
        IDNA.Info info = new IDNA.Info();
        StringBuilder ascii = Uts46.RULES.nameToASCII(name, new StringBuilder(), info);
        return TOLERATED.containsAll(info.getErrors()) ? Optional.of(ascii.toString()) : Optional.empty();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
