// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.util.MimeUtil;
import org.mailgroups.correspondence.CorrespondenceMessage.Direction;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.value.Address;

/**
 * The authors, the recipients and the subject that a message's header names.
 *
 * @param authors the addresses of From and Sender
 * @param recipients the addresses of To, Cc and Bcc
 */
record Envelope(Set<Address> authors, Set<Address> recipients, String subject, String messageId) {

    /** Reads the header of a message that was fetched with it. */
    static Envelope of(MessageResult message) throws MailboxException {
        Set<Address> authors = new HashSet<>();
        Set<Address> recipients = new HashSet<>();
        String subject = "";
        String messageId = "";
        Iterator<Header> headers = message.getHeaders().headers();
        while (headers.hasNext()) {
            Header header = headers.next();
            String value = MimeUtil.unfold(header.getValue());
            switch (header.getName().toLowerCase(Locale.ROOT)) {
                case "from", "sender" -> addAddresses(value, authors);
                case "to", "cc", "bcc" -> addAddresses(value, recipients);
                case "subject" -> subject = DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT);
                case "message-id" -> messageId = value.strip();
                default -> {
                    // Says nothing about the correspondence.
                }
            }
        }
        return new Envelope(authors, recipients, subject, messageId);
    }

    private static void addAddresses(String value, Set<Address> addresses) {
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
