// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.IOException;
import java.io.InputStream;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;

/**
 * Copies mails with the octets of their messages.
 *
 * <p>James' own copy writes a message anew once a mailet has touched its header: {@code Mime-Version} is replaced then,
 * for example, and a signature over it is broken. So do the queues in memory and on RabbitMQ with a mail of that kind.
 * A copy from here has an untouched message, which they leave alone.
 */
public final class OctetCopy {
    private OctetCopy() {}

    /** Returns a mail of the same name, state and envelope, with the same attributes. The caller disposes of it. */
    public static MailImpl of(Mail mail) throws MessagingException {
        MailImpl copy = MailImpl.duplicateWithoutMessage(mail).build();
        copy.setName(mail.getName());
        copy.setState(mail.getState());
        copy.setErrorMessage(mail.getErrorMessage());
        try (InputStream octets = new MimeMessageInputStream(mail.getMessage())) {
            copy.setMessageContent(MimeMessageInputStreamSource.create(mail.getName(), octets));
        } catch (IOException e) {
            throw new MessagingException(mail.getName() + " cannot be copied", e);
        }
        return copy;
    }
}
