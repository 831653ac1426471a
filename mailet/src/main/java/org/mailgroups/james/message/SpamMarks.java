// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders;
import org.mailgroups.james.message.HeaderFields.Field;

/**
 * The marks of the postmaster's spam filter. Anybody can write such a field, so only marks of this server count: those
 * that James' filters leave beside the message, and fields that were not there yet when the message came in. For that,
 * the fields that came in are remembered at DATA. If a message came by another way than SMTP, no field counts.
 */
public final class SpamMarks {
    private static final Set<String> FIELDS = Set.of("x-spam-flag", "x-spam-status", "x-spam");

    /** What James' mailets for SpamAssassin and rspamd leave, as an attribute, or as a header for each recipient. */
    private static final Set<String> NAMES = Set.of(
            "org.apache.james.spamassassin.flag",
            "org.apache.james.spamassassin.status",
            "org.apache.james.rspamd.flag",
            "org.apache.james.rspamd.status");

    private static final AttributeName CAME_IN = AttributeName.of("org.mailgroups.spam-fields");

    /** More of these fields nobody needs; then none counts. */
    private static final int MAX_FIELDS = 100;

    private static final String TOO_MANY = "many";

    private SpamMarks() {}

    /** Tells whether an attribute is what is remembered here. Copies for members have no use for it. */
    public static boolean isRemembered(Attribute attribute) {
        return attribute.getName().equals(CAME_IN);
    }

    /** Remembers the fields that a message comes in with, for {@link #areOn}. */
    public static void remember(Mail mail, HeaderFields header) {
        List<String> fields = marks(header).map(SpamMarks::key).toList();
        String known = fields.size() > MAX_FIELDS ? TOO_MANY : String.join(" ", fields);
        mail.setAttribute(new Attribute(CAME_IN, AttributeValue.of(known)));
    }

    /** Returns whether this server takes a message for spam. */
    public static boolean areOn(Mail mail, HeaderFields header) {
        return isNoted(mail) || ownFields(mail, header).anyMatch(field -> saysSpam(field.value()));
    }

    private static boolean isNoted(Mail mail) {
        Stream<String> attributes = mail.attributes()
                .filter(attribute -> NAMES.contains(attribute.getName().asString()))
                .map(attribute -> String.valueOf(attribute.getValue().value()));
        Stream<String> headers = mail.getPerRecipientSpecificHeaders().getHeadersByRecipient().values().stream()
                .filter(each -> NAMES.contains(each.getName()))
                .map(PerRecipientHeaders.Header::getValue);
        return Stream.concat(attributes, headers).anyMatch(SpamMarks::saysSpam);
    }

    /** Returns the fields that this server has put in. */
    private static Stream<Field> ownFields(Mail mail, HeaderFields header) {
        Optional<String> cameIn = mail.getAttribute(CAME_IN)
                .flatMap(attribute -> attribute.getValue().valueAs(String.class))
                .filter(known -> !known.equals(TOO_MANY));
        if (cameIn.isEmpty()) {
            return Stream.empty();
        }
        List<String> foreign = new ArrayList<>(List.of(cameIn.get().split(" ")));
        // One that came in takes one away; the filter may have put in the same again.
        return marks(header).filter(field -> !foreign.remove(key(field))).collect(Collectors.toList()).stream();
    }

    private static Stream<Field> marks(HeaderFields header) {
        return header.fields().stream().filter(field -> FIELDS.contains(field.name()));
    }

    /** The beginning says it: {@code YES}, {@code Yes, score=9.1}, {@code true ; 12 / 5}. */
    private static boolean saysSpam(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        return text.startsWith("yes") || text.startsWith("true") || text.startsWith("spam");
    }

    private static String key(Field field) {
        return Hashing.sha256()
                .hashString(field.name() + ':' + field.value(), StandardCharsets.UTF_8)
                .toString()
                .substring(0, 16);
    }
}
