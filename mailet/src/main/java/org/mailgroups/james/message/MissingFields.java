// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.util.Set;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import javax.mail.internet.MailDateFormat;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.Mail;

/**
 * Adds the Message-ID and the Date that a submitted message lacks (RFC 6409 8). This is done once, when it comes in: so
 * they are the same in all copies. A message from elsewhere stays as it is.
 */
public final class MissingFields {
    private static final String MESSAGE_ID = "Message-ID";
    private static final String DATE = "Date";

    private MissingFields() {}

    /**
     * Adds what is missing.
     *
     * @param id an identifier that no other message has
     * @param domain a domain of ours
     */
    public static void add(Mail mail, HeaderFields header, String id, String domain) throws MessagingException {
        Set<String> names =
                header.fields().stream().map(HeaderFields.Field::name).collect(Collectors.toSet());
        MimeMessage message = mail.getMessage();
        if (!names.contains("message-id")) {
            message.setHeader(MESSAGE_ID, '<' + id + '@' + domain + '>');
        }
        if (!names.contains("date")) {
            message.setHeader(DATE, new MailDateFormat().format(mail.getLastUpdated()));
        }
    }
}
