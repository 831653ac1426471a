// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

/**
 * Names the conversation that a message is a reply in. One name is the root of its thread (RFC 5322 3.6.4: the first of
 * References, else In-Reply-To). The other one is its subject without the prefixes of mail programs. A reply has both
 * names, since some programs keep only one of them.
 */
public final class Conversations {
    /** The prefixes of a reply's subject, in the languages of Europe. A number in brackets may follow. */
    private static final Pattern REPLY = Pattern.compile(
            "^(?:re|aw|antw|sv|vs|odp|ynt|rif|res|réf?|ré|отв?|απ)(?:\\[\\d+\\]|\\(\\d+\\))?\\s*[:：]\\s*");

    private static final Pattern OTHER_PREFIX =
            Pattern.compile("^(?:(?:fwd?|wg|tr|rv|vl|i)\\s*[:：]|\\[[^\\]]{1,60}\\])\\s*");
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>]{1,998}>");
    private static final int MAX_LENGTH = 2000;

    private Conversations() {}

    /** Returns short texts that are equal for replies in the same conversation; none if the message is no reply. */
    public static Set<String> of(MimeMessage message) throws MessagingException {
        Optional<String> root = root(message);
        String subject =
                HeaderText.of(message, "Subject").map(Conversations::shortened).orElse("");
        String base = base(subject);
        boolean isReply = root.isPresent() || !base.equals(withoutOtherPrefixes(lowerCase(subject)));
        Set<String> names = new HashSet<>();
        root.ifPresent(id -> names.add(shortName("id " + id)));
        if (isReply && !base.isEmpty()) {
            names.add(shortName("subject " + base));
        }
        return names;
    }

    private static Optional<String> root(MimeMessage message) throws MessagingException {
        for (String field : new String[] {"References", "In-Reply-To"}) {
            String[] values = message.getHeader(field);
            if (values != null) {
                Matcher id = MESSAGE_ID.matcher(shortened(values[0]));
                if (id.find()) {
                    return Optional.of(id.group());
                }
            }
        }
        return Optional.empty();
    }

    private static String base(String subject) {
        String before;
        String base = lowerCase(subject);
        do {
            before = base;
            base = withoutOtherPrefixes(REPLY.matcher(base).replaceFirst(""));
        } while (!base.equals(before));
        return base;
    }

    private static String withoutOtherPrefixes(String subject) {
        String before;
        String rest = subject;
        do {
            before = rest;
            rest = OTHER_PREFIX.matcher(rest).replaceFirst("");
        } while (!rest.equals(before));
        return rest;
    }

    private static String lowerCase(String subject) {
        return subject.replaceAll("[\\s\\p{Cntrl}]+", " ").strip().toLowerCase(Locale.ROOT);
    }

    private static String shortened(String text) {
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }

    private static String shortName(String name) {
        return Hashing.sha256()
                .hashString(name, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 32);
    }
}
