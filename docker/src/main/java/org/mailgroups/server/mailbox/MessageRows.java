// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import static org.apache.james.mailbox.store.mail.model.StandardNames.MIME_MEDIA_TYPE_NAME;
import static org.apache.james.mailbox.store.mail.model.StandardNames.MIME_MIME_TYPE_SPACE;
import static org.apache.james.mailbox.store.mail.model.StandardNames.MIME_SUB_TYPE_NAME;

import java.io.IOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import javax.persistence.EntityManager;
import org.apache.james.mailbox.jpa.mail.model.JPAProperty;
import org.apache.james.mailbox.jpa.mail.model.openjpa.JPAMailboxMessage;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.Property;
import org.apache.openjpa.persistence.Generator;
import org.apache.openjpa.persistence.OpenJPAPersistence;

/**
 * The rows that a message has in James' tables. OpenJPA would write two more, for the type and the subtype. They have
 * columns as well, and James reads those. Most messages have two other properties.
 */
final class MessageRows {
    private static final Statement MESSAGE = new Statement("INSERT INTO JAMES_MAIL (MAILBOX_ID, MAIL_UID, MAIL_MODSEQ,"
            + " MAIL_DATE, MAIL_IS_ANSWERED, MAIL_IS_DELETED, MAIL_IS_DRAFT, MAIL_IS_FLAGGED, MAIL_IS_RECENT,"
            + " MAIL_IS_SEEN, MAIL_BODY_START_OCTET, MAIL_CONTENT_OCTETS_COUNT, MAIL_MIME_TYPE, MAIL_MIME_SUBTYPE,"
            + " MAIL_TEXTUAL_LINE_COUNT, HEADER_BYTES, MAIL_BYTES)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private static final Statement PROPERTY = new Statement("INSERT INTO JAMES_MAIL_PROPERTY (PROPERTY_ID,"
            + " MAILBOX_ID, MAIL_UID, PROPERTY_LINE_NUMBER, PROPERTY_NAME_SPACE, PROPERTY_LOCAL_NAME, PROPERTY_VALUE)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)");

    private MessageRows() {}

    /** Returns whether a message has no other rows: flags of the user's own have a table of theirs. */
    static boolean canHold(MailboxMessage message) {
        return message.getClass() == JPAMailboxMessage.class
                && message.createFlags().getUserFlags().length == 0;
    }

    /**
     * Writes a message.
     *
     * @param entityManager has a transaction
     * @param message has its UID and its modification sequence
     */
    @SuppressWarnings("JavaUtilDate") // James has one.
    static void insert(EntityManager entityManager, long mailbox, MailboxMessage message) throws IOException {
        long uid = message.getUid().asLong();
        MESSAGE.update(
                entityManager,
                mailbox,
                uid,
                message.getModSeq().asLong(),
                new Timestamp(message.getInternalDate().getTime()),
                number(message.isAnswered()),
                number(message.isDeleted()),
                number(message.isDraft()),
                number(message.isFlagged()),
                number(message.isRecent()),
                number(message.isSeen()),
                (int) message.getHeaderOctets(),
                message.getFullContentOctets(),
                message.getMediaType(),
                message.getSubType(),
                message.getTextualLineCount(),
                message.getHeaderContent().readAllBytes(),
                message.getBodyContent().readAllBytes());
        Generator ids = OpenJPAPersistence.cast(entityManager).getIdGenerator(JPAProperty.class);
        List<Object[]> properties = new ArrayList<>();
        for (Property property : message.getProperties().toProperties()) {
            if (hasColumn(property)) {
                continue;
            }
            properties.add(new Object[] {
                ids.next(),
                mailbox,
                uid,
                properties.size(),
                property.getNamespace(),
                property.getLocalName(),
                property.getValue()
            });
        }
        PROPERTY.updateAll(entityManager, properties);
    }

    private static boolean hasColumn(Property property) {
        return property.isNamed(MIME_MIME_TYPE_SPACE, MIME_MEDIA_TYPE_NAME)
                || property.isNamed(MIME_MIME_TYPE_SPACE, MIME_SUB_TYPE_NAME);
    }

    private static int number(boolean flag) {
        return flag ? 1 : 0;
    }
}
