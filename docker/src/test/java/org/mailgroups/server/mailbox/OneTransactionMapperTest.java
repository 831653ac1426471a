// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.jpa.JPAMailboxSessionMapperFactory;
import org.apache.james.mailbox.jpa.mail.JPAModSeqProvider;
import org.apache.james.mailbox.jpa.mail.JPAUidProvider;
import org.apache.james.mailbox.jpa.mail.model.JPAMailbox;
import org.apache.james.mailbox.jpa.mail.model.openjpa.JPAMailboxMessage;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MimeDescriptor;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.LazyMimeDescriptor;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class OneTransactionMapperTest {
    private static final Username ANN = Username.of("ann@a.example");
    private static final byte[] MESSAGE = "Subject: Hello\r\n\r\nHi.\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The columns in which the same property differs. */
    private static final String[] OF_PROPERTY = {"MAIL_UID", "PROPERTY_ID", "PROPERTY_LINE_NUMBER"};

    private final MemoryDatabase database = new MemoryDatabase();
    private final JPAUidProvider uids = new JPAUidProvider(database.entityManagers());
    private final JPAModSeqProvider modSeqs = new JPAModSeqProvider(database.entityManagers());
    private final MessageMappers mappers =
            new MessageMappers(database.entityManagers(), database.connections(), uids, modSeqs);
    private Mailbox inbox;

    @BeforeEach
    void makeMailbox() throws MailboxException {
        MailboxSession session = session();
        inbox = mappers.getMailboxMapper(session)
                .executeReactive(mappers.getMailboxMapper(session).create(MailboxPath.inbox(ANN), UidValidity.of(7)))
                .block();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    /** A session of the server itself: nobody logs in. */
    private static MailboxSession session() {
        return new SessionProviderImpl(null, null).createSystemSession(ANN);
    }

    private MessageMetaData add(Mailbox mailbox) throws MailboxException {
        return add(mailbox, new Flags(Flags.Flag.RECENT));
    }

    private MessageMetaData add(Mailbox mailbox, Flags flags) throws MailboxException {
        return add(mappers, mailbox, flags);
    }

    private static MessageMetaData add(MailboxSessionMapperFactory mappers, Mailbox mailbox, Flags flags)
            throws MailboxException {
        MailboxSession session = session();
        MessageMapper mapper = mappers.getMessageMapper(session);
        try {
            return mapper.execute(() -> mapper.add(mailbox, message(mailbox, flags)));
        } finally {
            mappers.endProcessingRequest(session);
        }
    }

    @SuppressWarnings("JavaUtilDate") // James asks for one.
    private static MailboxMessage message(Mailbox mailbox, Flags flags) throws MailboxException {
        PropertyBuilder properties = new PropertyBuilder();
        properties.setMediaType("text");
        properties.setSubType("plain");
        properties.setCharset("utf-8");
        properties.setContentLanguage(List.of("de", "en"));
        properties.setTextualLineCount(3L);
        return new JPAMailboxMessage(
                JPAMailbox.from(mailbox),
                new Date(1_700_000_000_123L),
                MESSAGE.length,
                flags,
                new ByteContent(MESSAGE),
                16,
                properties);
    }

    private List<MailboxMessage> messages() throws MailboxException {
        MessageMapper mapper = mappers.getMessageMapper(session());
        List<MailboxMessage> messages = new ArrayList<>();
        mapper.findInMailbox(inbox, MessageRange.all(), FetchType.FULL, -1).forEachRemaining(messages::add);
        return messages;
    }

    @Test
    void messageShouldBeReadAsItWasAdded() throws Exception {
        MessageMetaData added = add(inbox);

        assertThat(added.getUid()).isEqualTo(MessageUid.of(1));
        assertThat(messages()).singleElement().satisfies(message -> {
            assertThat(message.getUid()).isEqualTo(MessageUid.of(1));
            assertThat(message.getModSeq()).isEqualTo(added.getModSeq());
            assertThat(message.isRecent()).isTrue();
            assertThat(message.getMediaType()).isEqualTo("text");
            assertThat(message.getFullContent()).hasSameContentAs(new ByteArrayInputStream(MESSAGE));
            assertThat(message.getMailboxId()).isEqualTo(inbox.getMailboxId());
        });
    }

    @Test
    void rowsShouldBeThoseOfJamesButForTheTypeWhenBothWriteTheSameMessage() throws Exception {
        Flags flags = new Flags(Flags.Flag.FLAGGED);
        flags.add(Flags.Flag.SEEN);
        add(new JPAMailboxSessionMapperFactory(database.entityManagers(), uids, modSeqs), inbox, flags);
        add(inbox, flags);

        assertThat(row("SELECT * FROM JAMES_MAIL WHERE MAIL_UID = 2", "MAIL_UID", "MAIL_MODSEQ"))
                .isEqualTo(row("SELECT * FROM JAMES_MAIL WHERE MAIL_UID = 1", "MAIL_UID", "MAIL_MODSEQ"));
        assertThat(row(
                        "SELECT * FROM JAMES_MAIL_PROPERTY WHERE MAIL_UID = 2 ORDER BY PROPERTY_LINE_NUMBER",
                        OF_PROPERTY))
                .hasSizeGreaterThan(5)
                .isEqualTo(row(
                        "SELECT * FROM JAMES_MAIL_PROPERTY WHERE MAIL_UID = 1"
                                + " AND PROPERTY_LOCAL_NAME NOT IN ('type', 'subtype') ORDER BY PROPERTY_LINE_NUMBER",
                        OF_PROPERTY));
    }

    @Test
    void mailProgramsShouldBeToldTheSameOfTheContentThatJamesTells() throws Exception {
        add(new JPAMailboxSessionMapperFactory(database.entityManagers(), uids, modSeqs), inbox, new Flags());
        add(inbox, new Flags());
        MessageMapper mapper = mappers.getMessageMapper(session());
        MailboxMessage added = messages().get(1);
        mapper.execute(() -> mapper.copy(inbox, added));

        assertThat(messages()).hasSize(3).allSatisfy(message -> {
            MimeDescriptor content = new LazyMimeDescriptor(null, message);
            assertThat(content.getMimeType()).isEqualTo("text");
            assertThat(content.getMimeSubType()).isEqualTo("plain");
            assertThat(content.getLanguages()).containsExactly("de", "en");
            assertThat(content.contentTypeParameters()).isEqualTo(Map.of("charset", "utf-8"));
            assertThat(content.getLines()).isEqualTo(3);
        });
    }

    @Test
    void flagsOfTheUsersOwnShouldBeKept() throws Exception {
        add(inbox, new Flags("$Important"));

        assertThat(messages()).singleElement().satisfies(message -> assertThat(
                        message.createFlags().getUserFlags())
                .containsExactly("$Important"));
    }

    /** Returns the values of all rows, without those of the columns that differ. */
    private List<String> row(String query, String... without) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = database.connections().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    String column = rows.getMetaData().getColumnName(i);
                    if (!List.of(without).contains(column)) {
                        boolean isBlob = column.endsWith("BYTES");
                        values.add(column
                                + '='
                                + (isBlob ? new String(rows.getBytes(i), StandardCharsets.UTF_8) : rows.getString(i)));
                    }
                }
            }
        }
        return values;
    }

    @Test
    void numbersShouldGoOnAfterThoseThatJamesCounts() throws Exception {
        add(inbox);
        MessageUid ofJames = uids.nextUid(inbox);
        ModSeq modSeqOfJames = modSeqs.nextModSeq(inbox);

        MessageMetaData added = add(inbox);

        assertThat(ofJames).isEqualTo(MessageUid.of(2));
        assertThat(added.getUid()).isEqualTo(MessageUid.of(3));
        assertThat(added.getModSeq()).isGreaterThan(modSeqOfJames);
        assertThat(uids.lastUid(inbox)).contains(MessageUid.of(3));
        assertThat(modSeqs.highestModSeq(inbox)).isEqualTo(added.getModSeq());
        assertThat(modSeqs.nextModSeq(inbox)).isGreaterThan(added.getModSeq());
    }

    @Test
    void eachMessageShouldHaveNumbersOfItsOwnWhenManyComeAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Long> numbers = new ArrayList<>();
        try {
            List<Future<MessageMetaData>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(threads.submit(() -> add(inbox)));
            }
            for (Future<MessageMetaData> one : all) {
                numbers.add(one.get().getUid().asLong());
            }
        } finally {
            threads.shutdown();
        }

        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(messages()).extracting(MailboxMessage::getModSeq).doesNotHaveDuplicates();
    }

    @Test
    void nothingShouldBeAddedWhenTheMailboxIsGone() {
        Mailbox gone = new Mailbox(MailboxPath.inbox(ANN), UidValidity.of(7), JPAId.of(4711));

        assertThatThrownBy(() -> add(gone)).isInstanceOf(MailboxNotFoundException.class);
    }

    @Test
    void messageShouldBeAddedInTheCallingThread() {
        MessageMapper mapper = mappers.getMessageMapper(session());
        Mono<Thread> adder = Mono.fromCallable(() -> message(inbox, new Flags()))
                .flatMap(message -> Mono.from(mapper.addReactive(inbox, message)))
                .map(added -> Thread.currentThread());

        assertThat(mapper.executeReactive(adder).block()).isSameAs(Thread.currentThread());
    }
}
