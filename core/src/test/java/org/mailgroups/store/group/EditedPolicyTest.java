// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.PostingPolicy;
import org.mailgroups.distribution.Submission;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.MessageRates;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.Senders;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.Join;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.group.setting.SendAs;
import org.mailgroups.group.setting.SpamPolicy;
import org.mailgroups.store.StoreContract;

/** A policy that somebody has edited in the database by hand: what cannot be read counts as the strictest policy. */
class EditedPolicyTest extends StoreContract {
    private Group create() {
        return store.groups()
                .create(new NewGroup(
                        at("team"),
                        "Team",
                        "",
                        List.of(at("admin")),
                        List.of(member("ann")),
                        GroupSettings.DEFAULT
                                .withSenders(Senders.ANYONE)
                                .withAllowedSenders(List.of(AllowedSender.parse("@" + domain())))
                                .withMemberVisibility(MemberVisibility.ANYONE)));
    }

    private void edit(Group group, String column, Object value) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE mail_group SET " + column + " = ? WHERE id = ?")) {
            update.setObject(1, value);
            update.setLong(2, group.id());
            assertThat(update.executeUpdate()).isEqualTo(1);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    private void restart() {
        closeStore();
        openStore();
    }

    private Decision decision() {
        GroupEntry entry = store.lookup().find(at("team")).orElseThrow();
        Author administrator = new Author(Set.of(at("admin")), null, Set.of(), true);
        return PostingPolicy.decide(Submission.atRcpt(entry, false, 0, administrator, false));
    }

    @Test
    void groupShouldBeClosedWhenItsRuleForJoiningMakesNoSense() throws SQLException {
        Group group = create();
        edit(group, "join_rule", "everybody");

        assertThat(store.groups().get(at("team")).settings().join()).isEqualTo(Join.CLOSED);
    }

    @Test
    void nobodyShouldWriteInItsNameWhenTheRuleForThatMakesNoSense() throws SQLException {
        Group group = create();
        edit(group, "send_as", "Members");

        assertThat(store.groups().get(at("team")).settings().sendAs()).isEqualTo(SendAs.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"'anyone '", "' anyone'", "OPEN", "ANYONE", "unreadable", "''", "anyone;members", "\u0430nyone"},
            ignoreLeadingAndTrailingWhitespace = false)
    void groupShouldBeClosedWhenItsPolicyIsNone(String text) throws SQLException {
        Group group = create();
        edit(group, "senders", text);

        assertThat(store.groups().find(at("team")).orElseThrow().settings().senders())
                .isEqualTo(Senders.UNREADABLE);
        restart();
        assertThat(decision()).isInstanceOf(Decision.Refuse.class);

        store.groups().update(at("team"), GroupChange.nothing().withName("Renamed"), OptionalLong.empty());
        assertThat(decision()).as("another change does not open it").isInstanceOf(Decision.Refuse.class);
        store.groups()
                .update(
                        at("team"),
                        GroupChange.nothing().withSettings(settings -> settings.withSenders(Senders.INTERNAL)),
                        OptionalLong.empty());
        assertThat(decision()).isInstanceOf(Decision.Accept.class);
        restart();
        assertThat(decision()).isInstanceOf(Decision.Accept.class);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"???", "'none '", "NONE", "''"},
            ignoreLeadingAndTrailingWhitespace = false)
    void everythingShouldWaitWhenTheModerationIsNone(String text) throws SQLException {
        Group group = create();
        edit(group, "moderation", text);

        assertThat(store.groups().find(at("team")).orElseThrow().settings().moderation())
                .isEqualTo(Moderation.EVERYONE);
        restart();
        assertThat(decision()).isInstanceOf(Decision.Hold.class);
    }

    private MessageRates rates() {
        return store.groups().find(at("team")).orElseThrow().settings().rates();
    }

    @Test
    void ratesShouldBeThoseOfTheServerWhenTheyMakeNoSense() throws SQLException {
        Group group = create();
        assertThat(rates()).isEqualTo(MessageRates.OF_SERVER);
        MessageRates ownRates = new MessageRates(0, MessageRates.MAX);
        store.groups()
                .update(
                        at("team"),
                        GroupChange.nothing().withSettings(settings -> settings.withRates(ownRates)),
                        OptionalLong.empty());
        assertThat(rates()).isEqualTo(ownRates);
        restart();
        assertThat(store.lookup().find(at("team")).orElseThrow().settings().rates())
                .isEqualTo(ownRates);

        edit(group, "max_per_sender_per_minute", -7);
        edit(group, "max_per_minute", MessageRates.MAX + 1);

        assertThat(rates()).isEqualTo(MessageRates.OF_SERVER);
    }

    @Test
    void copySettingsShouldBeTheCarefulOnesWhenTheyMakeNoSense() throws SQLException {
        Group group = create();
        edit(group, "spam", "eat");
        edit(group, "reply_to", "everybody");
        edit(group, "from_rewrite", "");
        edit(group, "unsubscribe", "soon");
        edit(group, "subject_prefix", "x\r\nBcc: y");
        edit(group, "list_id", "x\r\nBcc: y.org");

        assertThat(store.groups().get(at("team")).settings())
                .extracting(GroupSettings::spam, GroupSettings::copies)
                .containsExactly(SpamPolicy.HOLD, CopySettings.DEFAULT);
        assertThat(store.groups().get(at("team")).listId()).isEqualTo(ListId.of(at("team")));
    }

    @ParameterizedTest
    @CsvSource(
            value = {"'anyone '", "everybody", "''"},
            ignoreLeadingAndTrailingWhitespace = false)
    void membersShouldBeSeenByAdministratorsOnlyWhenTheVisibilityIsNone(String text) throws SQLException {
        Group group = create();
        edit(group, "member_visibility", text);

        assertThat(store.groups().find(at("team")).orElseThrow().settings().memberVisibility())
                .isEqualTo(MemberVisibility.ADMINISTRATORS);
    }
}
