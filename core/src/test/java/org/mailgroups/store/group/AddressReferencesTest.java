// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.apppassword.AppPassword;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.Failure;
import org.mailgroups.choice.Choice;
import org.mailgroups.choice.Delivery;
import org.mailgroups.confirmation.ConfirmationRepository;
import org.mailgroups.confirmation.Wish;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.imports.history.Rejection;
import org.mailgroups.joining.RequestDecision;
import org.mailgroups.joining.RequestState;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** One address stands in every column that can hold one. Then its owner goes, or moves. */
class AddressReferencesTest extends StoreContract {
    private static final HeldMessageBounds ROOMY = new HeldMessageBounds(1000, 1 << 30, 1 << 30);

    /** Columns that say how something was, or hold an address as data of their own. */
    private static final Set<String> KEEP_IT = Set.of(
            "CONTACT.PREFERRED_KEY",
            "CONTACT.EMAILS",
            "CONTACT.NOTES",
            "CONTACT.CARD_PROPERTIES",
            "IMPORT_REJECTION.CELLS",
            "IMPORT_REJECTION.REASON",
            "IMPORT_RUN.PRINCIPAL",
            "IMPORT_RUN.REASON",
            "IMPORT_WARNING.NAME",
            "IMPORT_WARNING.REASON",
            "MAIL_GROUP_HELD.DECIDED_BY",
            "MAIL_GROUP_HELD.EXCERPT",
            "MAIL_GROUP_HELD.GROUP_ADDRESS",
            "MAIL_GROUP_HELD.REASON",
            "MAIL_GROUP_HELD.REMARK",
            "MAIL_GROUP_HELD.SENDER",
            "MAIL_GROUP_HELD.SUBJECT",
            "MAIL_GROUP_REQUEST.DECIDED_BY",
            "MAIL_GROUP_REQUEST.MESSAGE",
            "POSTING.AUTHOR",
            "POSTING.AUTHOR_KEY",
            "POSTING.CANCELLED_BY",
            "POSTING.MESSAGE_ID",
            "POSTING.SUBJECT",
            "POSTING_CHUNK.RECIPIENTS",
            "POSTING_CHUNK.REPLY",
            "POSTING_COPY.SENDER",
            "POSTING_DECISION.ADDRESS",
            "POSTING_DECISION.REASON",
            "POSTING_RECIPIENT.REPLY");

    /** Columns that mean somebody. */
    private static final Set<String> FOLLOW = Set.of(
            "APP_PASSWORD.ADDRESS",
            "APP_PASSWORD.ADDRESS_KEY",
            "MAIL_GROUP.CREATED_BY",
            "MAIL_GROUP_ADMINISTRATOR.ADDRESS",
            "MAIL_GROUP_ADMINISTRATOR.ADDRESS_KEY",
            "MAIL_GROUP_ALLOWED_SENDER.SENDER",
            "MAIL_GROUP_CONTACT.ADDRESS_KEY",
            "MAIL_GROUP_DELIVERY.ADDRESS",
            "MAIL_GROUP_DELIVERY.ADDRESS_KEY",
            "MAIL_GROUP_EXCLUSION.ADDRESS",
            "MAIL_GROUP_EXCLUSION.ADDRESS_KEY",
            "MAIL_GROUP_HELD.AUTHOR",
            "MAIL_GROUP_MEMBER.ADDRESS",
            "MAIL_GROUP_MEMBER.ADDRESS_KEY",
            "MAIL_GROUP_REQUEST.ADDRESS",
            "MAIL_GROUP_REQUEST.ADDRESS_KEY",
            "USER_PROFILE.ADDRESS",
            "USER_PROFILE.USER_KEY");

    /** Columns that go with an address: what failed was the old one, and so was what a program of its owner has. */
    private static final Set<String> GO = Set.of(
            "DIRECTORY_OWN.USER_KEY",
            "DIRECTORY_READER.USER_KEY",
            "MAIL_GROUP_BOUNCE.ADDRESS",
            "MAIL_GROUP_BOUNCE.ADDRESS_KEY",
            "MAIL_GROUP_BOUNCE.REPLY",
            "MAIL_GROUP_CONFIRMATION.ADDRESS",
            "MAIL_GROUP_CONFIRMATION.ADDRESS_KEY",
            "MAIL_GROUP_CONFIRMATION.MAILBOX_KEY",
            "MAIL_GROUP_SUSPENSION.ADDRESS",
            "MAIL_GROUP_SUSPENSION.ADDRESS_KEY");

    /**
     * Columns that hold no address but a group's own, or the form in which one is searched, or none at all. A new one
     * is put here, or above.
     */
    private static final Set<String> NO_ADDRESS = Set.of(
            "APP_PASSWORD.HASH",
            "APP_PASSWORD.ID",
            "APP_PASSWORD.NAME",
            "CONTACT.CARD_UID",
            "CONTACT.COMPANY",
            "CONTACT.CONTACT_GROUP",
            "CONTACT.DEPARTMENT",
            "CONTACT.DOMAIN",
            "CONTACT.ID",
            "CONTACT.IDENTIFIER",
            "CONTACT.IDENTIFIER_KEY",
            "CONTACT.NAME",
            "CONTACT.PHONES",
            "CONTACT.POSTAL_ADDRESS",
            "CONTACT.SORT_KEY",
            "CONTACT.TITLE",
            "CONTACT_BOOK.DOMAIN",
            "CONTACT_DELETION.CONTACT_ID",
            "CONTACT_DELETION.DOMAIN",
            "CONTACT_GROUP.DOMAIN",
            "CONTACT_GROUP.ID",
            "CONTACT_GROUP.NAME",
            "CONTACT_GROUP.NAME_KEY",
            "DIRECTORY_BOOK.DOMAIN",
            "DIRECTORY_ENTRY.DIGEST",
            "DIRECTORY_ENTRY.DOMAIN",
            "DIRECTORY_ENTRY.ENTRY",
            "DIRECTORY_ENTRY.KIND",
            "DIRECTORY_OWN.CONTACT_ID",
            "IMPORT_REJECTION.IMPORT_ID",
            "IMPORT_RUN.ID",
            "IMPORT_RUN.MODE",
            "IMPORT_RUN.STATUS",
            "IMPORT_RUN.TARGET",
            "IMPORT_RUN.TASK_ID",
            "IMPORT_WARNING.IMPORT_ID",
            "MAIL_GROUP.ADDRESS",
            "MAIL_GROUP.ADDRESS_KEY",
            "MAIL_GROUP.DESCRIPTION",
            "MAIL_GROUP.DOMAIN",
            "MAIL_GROUP.FROM_REWRITE",
            "MAIL_GROUP.LIST_ID",
            "MAIL_GROUP.MEMBER_VISIBILITY",
            "MAIL_GROUP.MODERATION",
            "MAIL_GROUP.NAME",
            "MAIL_GROUP.REPLY_TO",
            "MAIL_GROUP.SEARCH_TEXT",
            "MAIL_GROUP.SENDERS",
            "MAIL_GROUP.SEND_AS",
            "MAIL_GROUP.SPAM",
            "MAIL_GROUP.SUBJECT_PREFIX",
            "MAIL_GROUP.UNSUBSCRIBE",
            "MAIL_GROUP.JOIN_RULE",
            "MAIL_GROUP_BOUNCE.STATUS",
            "MAIL_GROUP_CONFIRMATION.WISH",
            "MAIL_GROUP_CONTACT.CONTACT_ID",
            "MAIL_GROUP_DELIVERY.DELIVERY",
            "MAIL_GROUP_HELD.ID",
            "MAIL_GROUP_HELD.STATE",
            "MAIL_GROUP_MEMBER.NAME",
            "MAIL_GROUP_MEMBER.SEARCH_ADDRESS",
            "MAIL_GROUP_MEMBER.SEARCH_NAME",
            "MAIL_GROUP_REQUEST.STATE",
            "MAIL_GROUP_STORE.PREVIOUS_SECRET",
            "MAIL_GROUP_STORE.SECRET",
            "MAIL_GROUP_SUSPENSION.PROBE_POSTING",
            "POSTING.ID",
            "POSTING.LOCAL_PROCESSOR",
            "POSTING.MESSAGE_KEY",
            "POSTING.REMOTE_PROCESSOR",
            "POSTING.SEARCH_TEXT",
            "POSTING.STATE",
            "POSTING_BODY.POSTING_ID",
            "POSTING_BODY_PAGE.POSTING_ID",
            "POSTING_CHUNK.FIRST_KEY",
            "POSTING_CHUNK.LAST_KEY",
            "POSTING_CHUNK.POSTING_ID",
            "POSTING_CHUNK.SERVER",
            "POSTING_CHUNK.STATE",
            "POSTING_COPY.FORM",
            "POSTING_COPY.POSTING_ID",
            "POSTING_DECISION.CAUSE",
            "POSTING_DECISION.KIND",
            "POSTING_DECISION.MESSAGE_KEY",
            "POSTING_DECISION.POSTING_ID",
            "POSTING_GROUP.POSTING_ID",
            "POSTING_RECIPIENT.POSTING_ID",
            "POSTING_RECIPIENT.SERVER",
            "POSTING_RECIPIENT.STATE",
            "SET_ASIDE_ADDRESS.ADDRESS",
            "SET_ASIDE_ADDRESS.DETAILS",
            "SET_ASIDE_ADDRESS.PLACE",
            "SHARED_IDENTIFIER.HOLDER_KEY",
            "SHARED_IDENTIFIER.IDENTIFIER_KEY",
            "STAGED_FILE.NAME",
            "USER_PROFILE.IDENTIFIER",
            "USER_PROFILE.IDENTIFIER_KEY",
            "USER_PROFILE.NAME",
            "USER_PROFILE.SEARCH_NAME",
            "USER_PROFILE.SEARCH_TEXT");

    private Address bob;
    private Group team;

    @BeforeEach
    void putBobEverywhere() {
        bob = Address.parse("Bob@" + domain());
        team = store.groups()
                .create(new NewGroup(
                        at("team"),
                        "Team",
                        "",
                        List.of(at("admin"), bob),
                        List.of(NewMember.of(bob)),
                        GroupSettings.DEFAULT,
                        ListId.of(at("team")),
                        bob.key()));
        store.exclusions().add(team.address(), bob);
        store.choices().choose(team.address(), List.of(bob), new Choice(Delivery.NONE, false));
        store.bounces()
                .count(
                        List.of(new Failure(team.id(), bob, UUID.randomUUID(), NOW, "5.1.1", "550 5.1.1 " + bob, true)),
                        new BounceLimits(1, Duration.ofDays(30), Duration.ofDays(7)));
        create("byContact");
        store.groups()
                .update(
                        at("team"),
                        GroupChange.nothing()
                                .withSettings(settings -> settings.withAllowedSenders(List.of(
                                        AllowedSender.parse("x_b@" + domain()),
                                        AllowedSender.parse("BOB@" + domain()),
                                        AllowedSender.parse("@" + domain())))),
                        OptionalLong.empty());
        store.profiles().save(new Profile(bob, "Bob", "S-" + domain()));
        store.appPasswords().add(new AppPassword(UUID.randomUUID(), bob, "Telephone", NOW, null), "a hash");
        hold(HeldState.HELD);
        hold(HeldState.REJECTED);
        ask();
        var clients = store.contacts().createGroup(domain(), new ContactGroupName("Clients"));
        var contact = store.contacts()
                .create(
                        clients.id(),
                        NewContact.of(new ContactDetails(
                                "Bob",
                                "",
                                List.of(ContactEmail.of(bob)),
                                List.of(),
                                "",
                                "",
                                "",
                                "",
                                "ask " + bob,
                                true)));
        store.contactMemberships().add(at("byContact"), List.of(contact.id()), OptionalLong.empty());
        store.directory().follow(domain(), bob, Set.of(contact.id()));
        UUID id = UUID.randomUUID();
        store.imports()
                .submit(new NewImport(
                        id,
                        ImportTarget.membersOf(team),
                        Principal.postmaster(bob.toString()),
                        ImportMode.ADD,
                        false,
                        1));
        post();
        store.imports().reject(id, List.of(new Rejection(2, List.of(bob.toString()), bob + " is nobody")));
    }

    private void ask() {
        store.confirmations().ask(team.id(), bob, Wish.JOIN, new ConfirmationRepository.Bounds(NOW, 9, 9, 9, 9_999));
        store.joinRequests().add(team.id(), bob, "");
        store.joinRequests().add(team.id(), at("carol"), "ask " + bob);
        long carols = store.joinRequests()
                .list(team.address(), PageRequest.first(2))
                .items()
                .get(1)
                .id();
        store.joinRequests().decide(carols, new RequestDecision(RequestState.REJECTED, bob.toString(), NOW));
    }

    private void post() {
        Posting posting = new Posting(
                UUID.randomUUID(),
                "a key",
                bob.toString(),
                "" + bob,
                "<" + bob + ">",
                NOW,
                1,
                Set.of(team.id()),
                List.of(new PostingCopy(0, team.id(), bob.toString(), new byte[0], 0, 1, false)),
                new Route("local", "remote", true),
                "");
        store.postings()
                .add(
                        posting,
                        List.of(new PostingChunk(0, 0, true, List.of(bob))),
                        List.of(new GroupOutcome(
                                team.id(), team.address(), GroupOutcome.Kind.HELD, "", "" + bob, true)),
                        0);
        store.postings()
                .record(List.of(new ChunkResult(
                        posting.id(),
                        0,
                        Map.of(bob, new Attempt(RecipientState.FAILED, "mx", "550 " + bob, 1, NOW, null)),
                        true)));
    }

    private void hold(HeldState state) {
        String id = UUID.randomUUID().toString();
        store.heldMessages()
                .add(
                        new NewHeldMessage(
                                id,
                                team.id(),
                                team.address(),
                                bob.toString(),
                                bob,
                                "" + bob,
                                "" + bob,
                                NOW,
                                1,
                                "" + bob),
                        ROOMY);
        if (state != HeldState.HELD) {
            store.heldMessages().decide(id, new Verdict(state, bob.toString(), NOW, "" + bob));
        }
    }

    /** Returns all columns of text, as TABLE.COLUMN. */
    private Set<String> textColumns() throws SQLException {
        Set<String> columns = new TreeSet<>();
        try (Connection connection = database.dataSource().getConnection()) {
            DatabaseMetaData metaData = connection.getMetaData();
            try (ResultSet rows = metaData.getColumns(null, connection.getSchema(), "%", "%")) {
                while (rows.next()) {
                    int type = rows.getInt("DATA_TYPE");
                    boolean isText = Set.of(Types.VARCHAR, Types.CHAR, Types.CLOB, Types.LONGVARCHAR)
                            .contains(type);
                    String name = (rows.getString("TABLE_NAME") + "." + rows.getString("COLUMN_NAME"))
                            .toUpperCase(Locale.ROOT);
                    if (isText && !name.contains("FLYWAY") && !name.contains("SCHEMA_HISTORY")) {
                        columns.add(name);
                    }
                }
            }
        }
        return columns;
    }

    /** Returns the columns in which an address stands. */
    private Set<String> columnsWith(Address address) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (Connection connection = database.dataSource().getConnection()) {
            for (String column : textColumns()) {
                int dot = column.indexOf('.');
                try (var statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery(
                                "SELECT " + column.substring(dot + 1) + " FROM " + column.substring(0, dot))) {
                    while (rows.next()) {
                        String text = rows.getString(1);
                        if (text != null && text.toLowerCase(Locale.ROOT).contains(address.key())) {
                            found.add(column);
                        }
                    }
                }
            }
        }
        return found;
    }

    @Test
    void everyTextColumnShouldBeKnownAsHoldingAnAddressOrNone() throws SQLException {
        Set<String> known = new TreeSet<>(KEEP_IT);
        known.addAll(FOLLOW);
        known.addAll(GO);
        known.addAll(NO_ADDRESS);

        assertThat(textColumns()).containsExactlyElementsOf(known);
    }

    @Test
    void addressShouldStandInEveryColumnThatMayHoldIt() throws SQLException {
        assertThat(columnsWith(bob)).containsAll(FOLLOW).containsAll(GO).doesNotContainAnyElementsOf(NO_ADDRESS);
    }

    @Test
    void forgetShouldLeaveAnAddressOnlyWhereItSaysHowItWas() throws SQLException {
        assertThat(store.groups().forget(bob)).isTrue();

        assertThat(columnsWith(bob)).isSubsetOf(KEEP_IT);
        assertThat(group("team").administrators()).containsExactly(at("admin"));
        assertThat(group("team").settings().allowedSenders())
                .extracting(AllowedSender::toString)
                .containsExactly("x_b@" + domain(), "@" + domain());
        assertThat(group("team").memberCount()).isZero();
        assertThat(group("byContact").memberCount()).isZero();
        assertThat(store.groups().countCreatedBy(bob)).isZero();
        assertThat(store.groups().forget(bob)).isFalse();
    }

    @Test
    void renameShouldPutTheNewAddressWhereTheOldOneStood() throws SQLException {
        Address robert = at("robert");

        assertThat(store.groups().rename(bob, robert)).isTrue();

        assertThat(columnsWith(bob)).isSubsetOf(KEEP_IT);
        Set<String> expected = new TreeSet<>(FOLLOW);
        // The contact has the old address, and is no member any more.
        expected.remove("MAIL_GROUP_CONTACT.ADDRESS_KEY");
        assertThat(columnsWith(robert)).containsExactlyElementsOf(expected);
        assertThat(group("team").administrators()).containsExactly(at("admin"), robert);
        assertThat(group("team").settings().allowedSenders())
                .extracting(AllowedSender::toString)
                .containsExactly("x_b@" + domain(), robert.toString(), "@" + domain());
        assertThat(store.profiles().find(robert)).contains(new Profile(robert, "Bob", "S-" + domain()));
        assertThat(store.groups().countCreatedBy(robert)).isOne();
        assertThat(store.groups().rename(bob, robert)).isFalse();
    }

    @Test
    void renameShouldKeepWhatTheNewAddressHasAlready() {
        Address carol = at("carol");
        store.profiles().save(new Profile(carol, "Carol", ""));
        store.groups()
                .update(
                        at("team"),
                        GroupChange.nothing()
                                .withAdministrators(List.of(carol, bob))
                                .withSettings(settings -> settings.withAllowedSenders(
                                        List.of(AllowedSender.parse("" + bob), AllowedSender.parse("" + carol)))),
                        OptionalLong.empty());

        store.groups().rename(bob, carol);

        assertThat(group("team").administrators()).containsExactly(carol);
        assertThat(group("team").settings().allowedSenders())
                .extracting(AllowedSender::toString)
                .containsExactly(carol.toString());
        assertThat(store.profiles().find(carol)).contains(new Profile(carol, "Carol", "S-" + domain()));
        assertThat(store.profiles().find(bob)).isEmpty();
    }

    @Test
    void lookupShouldKnowTheAllowedSendersAfterwards() {
        store.groups().rename(bob, at("robert"));

        assertThat(store.lookup().find(at("team")).orElseThrow().settings().allowedSenders())
                .extracting(AllowedSender::toString)
                .contains("robert@" + domain())
                .doesNotContain(bob.toString());
    }

    @Test
    void groupShouldTakeItsPlacesWithItWhenItMoves() {
        Address club = create("club").address();
        store.groups()
                .update(
                        at("team"),
                        GroupChange.nothing()
                                .withSettings(settings ->
                                        settings.withAllowedSenders(List.of(AllowedSender.parse(club.toString())))),
                        OptionalLong.empty());

        store.groups().update(club, GroupChange.nothing().withAddress(at("moved")), OptionalLong.empty());
        assertThat(group("team").settings().allowedSenders())
                .extracting(AllowedSender::toString)
                .containsExactly(at("moved").toString());

        store.groups().delete(at("moved"), OptionalLong.empty());
        assertThat(group("team").settings().allowedSenders()).isEmpty();
    }

    @Test
    void userShouldKeepEverythingWhenAGroupWithTheSameAddressGoes() {
        Address club = create("club").address();
        store.profiles().save(new Profile(club, "A user by now", ""));
        store.groups()
                .update(at("team"), GroupChange.nothing().withAdministrators(List.of(club)), OptionalLong.empty());

        store.groups().delete(club, OptionalLong.empty());

        assertThat(group("team").administrators()).containsExactly(club);
        assertThat(store.profiles().find(club)).isPresent();
    }
}
