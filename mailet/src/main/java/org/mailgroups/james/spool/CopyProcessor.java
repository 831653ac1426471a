// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.delivery.Origin;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.processor.GroupCopies;

/**
 * The processor that groups' copies go through before they are posted.
 *
 * @param name of the processor; empty if there is none
 */
public record CopyProcessor(GroupCopies copies, String name) {
    public CopyProcessor {
        Objects.requireNonNull(copies, "copies");
        Objects.requireNonNull(name, "name");
    }

    /** Returns the octets of a copy. */
    InputStream octets(UUID posting, PostingCopy copy) throws IOException {
        return copies.octets(posting, copy);
    }

    /**
     * Returns the copy as it comes out of the processor. Mailets there see one recipient, the group, and the copy's
     * envelope sender.
     *
     * @throws MessagingException if it does not come out; then nothing of the message may be sent
     */
    PostingCopy finish(Mail original, UUID posting, GroupEntry group, PostingCopy copy) throws MessagingException {
        if (name.isEmpty()) {
            return copy;
        }
        MailAddress recipient = MailAddresses.toMailAddress(group.address())
                .orElseThrow(() -> new MessagingException("James cannot write the address of the group"));
        MailImpl mail = Origin.of(original, Marks::isMark)
                .mail("-copy-" + copy.number())
                .addRecipient(recipient)
                .sender(MailAddresses.toSender(copy.sender()))
                .build();
        return copies.run(name, mail, posting, copy, copy.number() + 1);
    }
}
