// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.mailet.Attribute;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.james.directory.MailAddresses;

/**
 * The mails that James gets of one chunk.
 *
 * @param attributes those of the origin, read once for all mails
 */
record ChunkMails(DueChunk chunk, Origin origin, List<Attribute> attributes) {
    static ChunkMails of(DueChunk chunk) throws MessagingException {
        Origin origin = Origin.parse(chunk.posting().origin());
        return new ChunkMails(chunk, origin, origin.read());
    }

    /**
     * Makes a mail for some of the chunk's recipients.
     *
     * @param content the copy; not read here
     */
    MailImpl mail(List<MailAddress> recipients, MimeMessageSource content) throws MessagingException {
        return mail(chunk.content().sender(), recipients, content);
    }

    /** Makes the same mail from another envelope sender. */
    MailImpl mail(String sender, List<MailAddress> recipients, MimeMessageSource content) throws MessagingException {
        List<Attribute> own = attributes.stream().map(Attribute::duplicate).toList();
        MailImpl mail = origin.mail(QueueRoom.MARK + number() + part(recipients), own)
                .addRecipients(recipients)
                .sender(MailAddresses.toSender(sender))
                .build();
        mail.setMessageContent(content);
        return mail;
    }

    /** Returns what tells a chunk from all others: a message may have become two postings. */
    private String number() {
        return chunk.posting().id().toString().substring(0, 8) + "-" + chunk.number();
    }

    /** Returns what tells a part of a chunk from its other parts: repositories keep one mail for each name. */
    private String part(List<MailAddress> recipients) {
        return recipients.size() == chunk.recipients().size() ? "" : "-" + Integer.toHexString(recipients.hashCode());
    }
}
