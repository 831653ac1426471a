// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.Group;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.sql.StoreJdbi;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** The store is written as the version before left it, and migrated once more. */
class Idna2008MigrationTest extends StoreContract {
    private void edit(String sql, Object... values) {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            assertThat(handle.execute(sql, values)).isPositive();
        }
    }

    private void migrate() {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            Idna2008Migration.migrate(handle);
        }
    }

    /** Stores a member as IDNA 2003 did, for which {@code ß} is {@code ss} and an unassigned character is one. */
    private void asBefore(Group group, String address, String written, String key) {
        edit(
                "UPDATE mail_group_member SET address = ?, address_key = ? WHERE address = ? AND group_id = ?",
                written,
                key,
                address,
                group.id());
    }

    private List<Member> members(Group group, String text) {
        return store.groups()
                .members(group.address(), text, PageRequest.first(100))
                .items();
    }

    private static NewMember of(String address) {
        return NewMember.of(Address.parse(address));
    }

    @Test
    void memberShouldGetTheKeyOfTheDomainThatWasWritten() {
        Group group = create("team", of("a@x.example"), of("b@y.example"), of("c@strasse.example"));
        asBefore(group, "a@x.example", "a@Straße.example", "a@strasse.example");

        migrate();

        assertThat(members(group, ""))
                .extracting(member -> member.address().toString())
                .containsExactly("a@Straße.example", "b@y.example", "c@strasse.example");
        assertThat(members(group, "strae-oqa")).hasSize(1);
        assertThat(members(group, "straße")).hasSize(2);
        assertThat(store.groups()
                        .removeMembers(
                                group.address(), List.of(Address.parse("a@straße.example")), OptionalLong.empty()))
                .isEqualTo(1);
    }

    @Test
    void memberShouldBeThereOnceWhenBothSpellingsWereStored() {
        Group group = create("team", of("a@x.example"), of("a@xn--strae-oqa.example"));
        asBefore(group, "a@x.example", "a@straße.example", "a@strasse.example");

        migrate();

        assertThat(members(group, "")).hasSize(1);
        assertThat(group("team").memberCount()).isEqualTo(1);
    }

    @Test
    void memberShouldShowItsKeyWhenWhatWasWrittenIsNoAddressAnyMore() {
        Group group = create("team", of("Ann@x.example"));
        asBefore(group, "Ann@x.example", "Ann@a\u0378.example", "ann@xn--a-wbb.example");

        migrate();

        assertThat(members(group, ""))
                .singleElement()
                .satisfies(member -> assertThat(member.address().toString()).startsWith("Ann@xn--"));
        assertThat(store.groups()
                        .removeMembers(
                                group.address(),
                                List.of(members(group, "").get(0).address()),
                                OptionalLong.empty()))
                .isEqualTo(1);
    }

    @Test
    void contactShouldBeAMemberUnderTheAddressThatWasWritten() {
        Group group = create("team");
        UUID book = store.contacts()
                .createGroup(domain(), new ContactGroupName("Suppliers"))
                .id();
        ContactDetails details = new ContactDetails(
                "Ann", "", List.of(ContactEmail.of(Address.parse("a@x.example"))), List.of(), "", "", "", "", "", true);
        Contact contact = store.contacts().create(book, NewContact.of(details));
        store.contactMemberships().add(group.address(), List.of(contact.id()), OptionalLong.empty());
        asBefore(group, "a@x.example", "a@faß.example", "a@fass.example");
        edit("UPDATE mail_group_contact SET address_key = 'a@fass.example' WHERE group_id = ?", group.id());
        edit(
                "UPDATE contact SET preferred_key = 'a@fass.example', emails = ? WHERE id = ?",
                "a@faß.example\u001F\u001Eb@a\u0378.example\u001F",
                contact.id().toString());

        migrate();

        Contact after = store.contacts().find(contact.id()).orElseThrow();
        assertThat(after.details().preferred()).contains(Address.parse("a@xn--fa-hia.example"));
        assertThat(after.details().emails()).hasSize(2);
        assertThat(store.contactMemberships().contactsAt(group.id(), List.of(Address.parse("a@xn--fa-hia.example"))))
                .containsValue(contact.id());
        assertThat(store.contacts().findByPreferred(book, List.of(Address.parse("a@faß.example"))))
                .hasSize(1);
    }

    @Test
    void groupsAndProfilesShouldKeepTheKeyThatJamesKnows() {
        Group group = create("team");
        store.profiles().save(new Profile(at("ann"), "Ann", "7"));
        edit(
                "UPDATE mail_group SET address = ?, address_key = ? WHERE id = ?",
                "team@ß." + domain(),
                "team@ss." + domain(),
                group.id());
        edit(
                "UPDATE user_profile SET address = ?, user_key = ? WHERE address = ?",
                "ann@ß." + domain(),
                "ann@ss." + domain(),
                at("ann"));
        edit(
                "UPDATE mail_group_administrator SET address = ?, address_key = ? WHERE group_id = ?",
                "admin@ß." + domain(),
                "admin@ss." + domain(),
                group.id());

        migrate();

        Group after = store.groups().find(Address.parse("team@ss." + domain())).orElseThrow();
        assertThat(after.address()).hasToString("team@ss." + domain());
        assertThat(after.administrators()).containsExactly(Address.parse("admin@ss." + domain()));
        assertThat(store.profiles().find(Address.parse("ann@ss." + domain())))
                .contains(new Profile(Address.parse("ann@ss." + domain()), "Ann", "7"));
    }

    @Test
    void migrationShouldChangeNothingWhenItIsDoneAlready() {
        Group group = create("team", of("a@straße.example"), of("jörg@x.example"), of("B@müller.example"));
        List<Member> before = members(group, "");

        migrate();

        assertThat(members(group, "")).isEqualTo(before);
        assertThat(group("team")).isEqualTo(group);
    }
}
