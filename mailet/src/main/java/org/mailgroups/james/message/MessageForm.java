// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Decision;

/**
 * The form of a message, as far as it must be refused for it: a header over the limits, no From field or two of them,
 * no address in it, MIME parts that programs cannot open any more, a trace that goes in circles. Whose address stands
 * in From is not asked here.
 *
 * <p>It costs one look at the fields. Only if they say that there are parts, the body is read once, in bounded memory.
 */
public final class MessageForm {
    private MessageForm() {}

    /** Returns why a message must be refused for its form; empty if it need not. */
    public static Optional<Decision.Refuse> fault(Mail mail) throws MessagingException {
        try {
            return fault(mail, HeaderFields.of(mail));
        } catch (HeaderLimitException e) {
            return Optional.of(e.refusal());
        }
    }

    /**
     * Returns why a message must be refused for its form; empty if it need not.
     *
     * @param header the fields of this mail, which has one Received field of our own
     */
    public static Optional<Decision.Refuse> fault(Mail mail, HeaderFields header) throws MessagingException {
        Optional<Decision.Refuse> fault =
                faultOfFields(header, mail.getMaybeSender().isNullSender());
        return fault.isEmpty() && mayHaveParts(header) ? faultOfParts(mail) : fault;
    }

    /** Old servers write {@code From: MAILER-DAEMON} into their reports. */
    private static Optional<Decision.Refuse> faultOfFields(HeaderFields header, boolean isReport) {
        List<String> from = header.values("from").toList();
        if (from.isEmpty()) {
            return malformed("The message has no From field (RFC 5322 3.6)");
        }
        if (from.size() > 1) {
            return malformed("The message has more than one From field (RFC 5322 3.6)");
        }
        if (!isReport && !hasAddress(from.get(0))) {
            return malformed("The From field has no address, and should have the author's (RFC 5322 3.6.2)");
        }
        if (Trace.hasPassedTooManyServers(header)) {
            return Optional.of(new Decision.Refuse(
                    Decision.Cause.LOOP, "The message goes in circles: it has been through too many servers"));
        }
        return Optional.empty();
    }

    /**
     * Tells whether a value has an {@code @} outside of quotes and comments. It asks for no more, since programs write
     * names in many wrong ways. A quote or a comment that does not end is none.
     */
    private static boolean hasAddress(String value) {
        int i = 0;
        while (i < value.length()) {
            char next = value.charAt(i);
            if (next == '@') {
                return true;
            }
            int end = next == '"' || next == '(' ? endOfGroup(value, i) : i + 1;
            if (end < 0) {
                return value.indexOf('@', i) >= 0;
            }
            i = end;
        }
        return false;
    }

    /** Returns the place after a quoted string or a comment; -1 if it does not end. Comments may hold others. */
    private static int endOfGroup(String value, int start) {
        boolean isQuoted = value.charAt(start) == '"';
        int depth = 1;
        for (int i = start + 1; i < value.length(); i++) {
            char next = value.charAt(i);
            if (next == '\\') {
                i++;
            } else if (next == (isQuoted ? '"' : ')')) {
                depth--;
            } else if (next == '(' && !isQuoted) {
                depth++;
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static Optional<Decision.Refuse> malformed(String reason) {
        return Optional.of(new Decision.Refuse(Decision.Cause.MALFORMED, reason));
    }

    private static boolean mayHaveParts(HeaderFields header) {
        return header.named("content-type")
                .map(field -> field.value().toLowerCase(Locale.ROOT))
                .anyMatch(type -> type.contains("multipart") || type.contains("message"));
    }

    private static Optional<Decision.Refuse> faultOfParts(Mail mail) throws MessagingException {
        try (InputStream message = new MimeMessageInputStream(mail.getMessage())) {
            return MimeParts.fault(message).map(reason -> new Decision.Refuse(Decision.Cause.MALFORMED, reason));
        } catch (IOException e) {
            throw new MessagingException("the parts of " + mail.getName() + " cannot be read", e);
        }
    }
}
