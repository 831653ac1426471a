// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.mailgroups.correspondence.CorrespondenceMessage.Direction;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderLimitException;
import org.mailgroups.james.message.HeaderText;
import org.mailgroups.value.Address;

/**
 * The authors, the recipients and the subject that a message's header names.
 *
 * @param authors the addresses of From and Sender
 * @param recipients the addresses of To, Cc and Bcc
 */
record Envelope(Set<Address> authors, Set<Address> recipients, String subject, String messageId) {
    /** Reads the header of a message that was fetched with it. A header over the limits says nothing. */
    static Envelope of(MessageResult message) throws MailboxException, IOException {
        Set<Address> authors = new HashSet<>();
        Set<Address> recipients = new HashSet<>();
        String subject = "";
        String messageId = "";
        try (InputStream octets = message.getHeaders().getInputStream()) {
            for (HeaderFields.Field field : HeaderFields.read(octets).fields()) {
                switch (field.name()) {
                    case "from", "sender" -> addAddresses(field, authors);
                    case "to", "cc", "bcc" -> addAddresses(field, recipients);
                    case "subject" -> subject = HeaderText.of(field.value());
                    case "message-id" -> messageId = field.value();
                    default -> {
                        // Says nothing about the correspondence.
                    }
                }
            }
        } catch (HeaderLimitException e) {
            return new Envelope(Set.of(), Set.of(), "", "");
        }
        return new Envelope(authors, recipients, subject, messageId);
    }

    private static void addAddresses(HeaderFields.Field field, Set<Address> addresses) {
        String value = HeaderText.text(field.value().getBytes(StandardCharsets.ISO_8859_1));
        for (Mailbox mailbox :
                LenientAddressParser.DEFAULT.parseAddressList(value).flatten()) {
            MailAddresses.parse(mailbox.getAddress()).ifPresent(addresses::add);
        }
    }

    /**
     * Returns the direction in which the message went between two people; empty if it did not go between them. Mail of
     * a third person to both is no correspondence of theirs.
     */
    Optional<Direction> between(Set<Address> own, Set<Address> others) {
        if (containsAny(authors, others)) {
            return Optional.of(Direction.RECEIVED);
        }
        return containsAny(authors, own) && containsAny(recipients, others)
                ? Optional.of(Direction.SENT)
                : Optional.empty();
    }

    private static boolean containsAny(Set<Address> addresses, Set<Address> wanted) {
        return addresses.stream().anyMatch(wanted::contains);
    }
}
