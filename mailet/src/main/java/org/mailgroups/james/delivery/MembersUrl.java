// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The URL under which members reach this server with a browser.
 *
 * @param text without a slash at its end; empty if they cannot
 */
public record MembersUrl(String text) {
    /** The longest URL, so that one with a token fits into a line of a header. */
    private static final int MAX_LENGTH = 200;

    /** @throws IllegalArgumentException if it is neither empty nor such a URL */
    public MembersUrl {
        if (!text.isEmpty() && !isGood(text)) {
            throw new IllegalArgumentException("members.publicUrl must be like https://groups.example.org, in ASCII,"
                    + " of at most " + MAX_LENGTH + " characters: " + text);
        }
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
    }

    private static boolean isGood(String text) {
        try {
            URI url = new URI(text);
            return text.length() <= MAX_LENGTH
                    && text.equals(url.toASCIIString())
                    && "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Returns the URL of the link with a token; empty if members cannot reach this server with a browser. */
    public Optional<String> link(String token) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text + "/l/" + token);
    }
}
