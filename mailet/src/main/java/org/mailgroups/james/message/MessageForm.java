// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Decision;

/**
 * The form of a message, as far as it must be refused for it: a header over the limits, no From field or two of them,
 * MIME parts that programs cannot open any more, a trace that goes in circles. Whose address stands in From is not
 * asked here.
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
        Optional<Decision.Refuse> fault = faultOfFields(header);
        return fault.isEmpty() && mayHaveParts(header) ? faultOfParts(mail) : fault;
    }

    private static Optional<Decision.Refuse> faultOfFields(HeaderFields header) {
        long authors = header.named("from").count();
        if (authors == 0) {
            return malformed("The message has no From field (RFC 5322 3.6)");
        }
        if (authors > 1) {
            return malformed("The message has more than one From field (RFC 5322 3.6)");
        }
        if (Trace.hasPassedTooManyServers(header)) {
            return Optional.of(new Decision.Refuse(
                    Decision.Cause.LOOP, "The message goes in circles: it has been through too many servers"));
        }
        return Optional.empty();
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
