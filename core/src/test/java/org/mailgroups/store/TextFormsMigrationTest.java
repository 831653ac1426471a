// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.sql.StoreJdbi;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** The store is written as the version before left it, and migrated once more. */
class TextFormsMigrationTest extends StoreContract {
    private static final String DECOMPOSED = "Jose\u0301 Mun\u0303oz";
    private static final String COMPOSED = "José Muñoz";

    private void edit(String sql, Object... values) {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            assertThat(handle.execute(sql, values)).isPositive();
        }
    }

    private void migrate() {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            handle.useTransaction(TextFormsMigration::migrate);
        }
    }

    private void memberAsBefore(Group group, String address, String written, String key, String name) {
        edit(
                "UPDATE mail_group_member SET address = ?, address_key = ?, name = ?, search_name = ?,"
                        + " search_address = '' WHERE address = ? AND group_id = ?",
                written,
                key,
                name,
                name.toLowerCase(Locale.ROOT),
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
    void memberShouldBeFoundByNameAndAddressWithoutAccents() {
        Group group = create("team", of("a@x.example"), of("b.c@y.example"));
        memberAsBefore(group, "a@x.example", "a@x.example", "a@x.example", DECOMPOSED);
        memberAsBefore(group, "b.c@y.example", "b.c@y.example", "b.c@y.example", "");

        migrate();

        assertThat(members(group, "munoz jose")).singleElement().satisfies(member -> assertThat(member.name())
                .contains(COMPOSED));
        assertThat(members(group, "b.c@y")).hasSize(1);
    }

    @Test
    void memberShouldBeThereOnceWhenBothFormsWereStored() {
        Group group = create("team", of("x@x.example"), of("josé@x.example"));
        memberAsBefore(group, "x@x.example", "jose\u0301@x.example", "jose\u0301@x.example", "José");

        migrate();

        assertThat(members(group, "")).hasSize(1);
        assertThat(group("team").memberCount()).isEqualTo(1);
        assertThat(store.groups().removeMembers(group.address(), List.of(Address.parse("josé@x.example"))))
                .isEqualTo(1);
    }

    @Test
    void memberShouldBeReadableWhenTheAddressHasAnInvisibleCharacter() {
        Group group = create("team", of("a@x.example"), of("b@x.example"));
        memberAsBefore(group, "a@x.example", "a@el\u00adse.\u200bexample", "a@else.example", "");
        memberAsBefore(group, "b@x.example", "b\ufe0f@x.example", "b\ufe0f@x.example", "");

        migrate();

        assertThat(members(group, ""))
                .extracting(member -> member.address().toString())
                .containsExactly("a@else.example", "b@x.example");
    }

    @Test
    void membersOfALargeGroupShouldAllBeFound() {
        Group group = create("team");
        store.groups().addMembers(group.address(), members("m", 5001));
        edit("UPDATE mail_group_member SET search_name = '', search_address = '' WHERE group_id = ?", group.id());

        migrate();

        assertThat(store.groups()
                        .members(group.address(), "m0005000@", PageRequest.first(10))
                        .items())
                .hasSize(1);
    }

    @Test
    void groupShouldBeFoundByItsNameWithoutAccents() {
        Group group = create("team");
        edit("UPDATE mail_group SET name = ?, search_text = 'x' WHERE id = ?", "Administracio\u0301n", group.id());

        migrate();

        assertThat(store.groups()
                        .list(GroupFilter.all().inDomain(domain()).containing("ADMINISTRACIÓN"), PageRequest.first(10))
                        .items())
                .singleElement()
                .satisfies(found -> assertThat(found.name()).isEqualTo("Administración"));
    }

    @Test
    void bothGroupsShouldStayWhenTheyHaveOneAddress() {
        create("equipé");
        Group other = create("other");
        edit(
                "UPDATE mail_group SET address = ?, address_key = ? WHERE id = ?",
                "equipe\u0301@" + domain(),
                "equipe\u0301@" + domain(),
                other.id());

        migrate();

        assertThat(store.groups()
                        .list(GroupFilter.all().inDomain(domain()), PageRequest.first(10))
                        .items())
                .extracting(group -> group.address().localPart())
                .containsExactlyInAnyOrder("equipé", "equipé-2");
        assertThat(store.groups().find(at("equipé-2"))).map(Group::id).contains(other.id());
    }

    private void profileAsBefore(String user, String identifier) {
        store.profiles().save(new Profile(at(user), user, "before-" + user + domain()));
        edit(
                "UPDATE user_profile SET identifier = ?, identifier_key = ? WHERE address = ?",
                identifier,
                identifier.toLowerCase(Locale.ROOT),
                at(user));
    }

    private Optional<Address> owner(String identifier) {
        return Optional.ofNullable(
                store.profiles().findByIdentifiers(List.of(identifier)).get(identifier));
    }

    @Test
    void identifierShouldBeFoundByAllItsSpellings() {
        profileAsBefore("ann", "11.111.111-H");

        migrate();

        assertThat(owner("11111111H")).contains(at("ann"));
        assertThat(store.profiles().find(at("ann"))).map(Profile::idNumber).contains("11.111.111-H");
    }

    @Test
    void bothUsersShouldKeepAnIdentifierWhenTheyHaveOne() {
        profileAsBefore("ann", "22222222-J");
        profileAsBefore("bob", "22222222J");
        profileAsBefore("carol", "ES22222222J");

        migrate();

        assertThat(owner("22222222J")).contains(at("bob"));
        assertThat(store.profiles().find(at("ann"))).map(Profile::idNumber).contains("22222222-J");
        assertThat(store.sharedIdentifiers(10))
                .contains(at("ann").toString(), at("carol").toString())
                .doesNotContain(at("bob").toString());

        migrate();
        assertThat(owner("22222222 J")).contains(at("bob"));

        store.profiles().save(new Profile(at("bob"), "bob", ""));
        store.profiles().delete(at("carol"));
        store.profiles().save(new Profile(at("ann"), "ann", "22222222-J"));
        assertThat(owner("22222222J")).contains(at("ann"));
        assertThat(store.sharedIdentifiers(10)).doesNotContain(at("ann").toString());
    }

    private Contact contactAsBefore(UUID book, String name, String identifier) {
        Contact contact = store.contacts()
                .create(
                        book,
                        NewContact.of(new ContactDetails(
                                "x",
                                "before-" + UUID.randomUUID(),
                                List.of(ContactEmail.of(at("x"))),
                                List.of("\u202a600-11-22\u202c"),
                                "",
                                "",
                                "",
                                "",
                                "",
                                true)));
        edit(
                "UPDATE contact SET name = ?, sort_key = 'x', identifier = ?, identifier_key = ? WHERE id = ?",
                name,
                identifier,
                identifier.toLowerCase(Locale.ROOT),
                contact.id().toString());
        return contact;
    }

    @Test
    void contactsShouldKeepAnIdentifierWhenTheyHaveOne() {
        UUID book = store.contacts()
                .createGroup(domain(), new ContactGroupName("Book"))
                .id();
        Contact one = contactAsBefore(book, DECOMPOSED, "X-1234567-L");
        Contact other = contactAsBefore(book, "Other", "X1234567L");

        migrate();

        assertThat(store.contacts().findByIdentifiers(domain(), List.of("x01234567l")))
                .hasEntrySatisfying(
                        "x01234567l", found -> assertThat(found.id()).isEqualTo(other.id()));
        assertThat(store.contacts().find(one.id())).map(Contact::details).hasValueSatisfying(details -> {
            assertThat(details.name()).isEqualTo(COMPOSED);
            assertThat(details.idNumber()).isEqualTo("X-1234567-L");
        });
        assertThat(store.sharedIdentifiers(10)).contains("the contact " + one.id());
        assertThat(store.contacts()
                        .search(
                                new ContactFilter(Optional.of(domain()), Optional.empty(), true, "munoz 60011"),
                                PageRequest.first(10))
                        .items())
                .hasSize(1);
    }

    @Test
    void bothContactGroupsShouldStayWhenTheyHaveOneName() {
        store.contacts().createGroup(domain(), new ContactGroupName("Peñas"));
        UUID other = store.contacts()
                .createGroup(domain(), new ContactGroupName("Other"))
                .id();
        edit(
                "UPDATE contact_group SET name = ?, name_key = ? WHERE id = ?",
                "Pen\u0303as\u200b",
                "pen\u0303as\u200b",
                other.toString());

        migrate();

        assertThat(store.contacts()
                        .groups(Optional.of(domain()), PageRequest.first(10))
                        .items())
                .extracting(found -> found.group().name())
                .containsExactly("Peñas", "Peñas (2)");
        assertThat(store.contacts().findGroup(other)).isPresent();
    }

    @Test
    void migrationShouldChangeNothingWhenItIsDoneAlready() {
        Group group = create("team", of("a@straße.example"), of("jörg@x.example"), of("B@müller.example"));
        List<Member> before = members(group, "");
        store.profiles().save(new Profile(at("zoe"), "Zoe", "33333333P"));
        UUID book = store.contacts()
                .createGroup(domain(), new ContactGroupName("Book"))
                .id();
        store.contactMemberships().add(group.address(), List.of(), OptionalLong.empty());

        migrate();

        assertThat(members(group, "")).isEqualTo(before);
        assertThat(group("team")).isEqualTo(group);
        assertThat(owner("33333333-P")).contains(at("zoe"));
        assertThat(store.contacts().findGroup(book)).map(found -> found.name()).contains("Book");
    }

    @Test
    void memberShouldKeepItsNameAndBeThereByItselfWhenBothFormsWereStored() {
        Group group = create("team", of("x@x.example"), of("josé@x.example"));
        memberAsBefore(group, "x@x.example", "jose\u0301@x.example", "jose\u0301@x.example", DECOMPOSED);
        edit(
                "UPDATE mail_group_member SET direct = FALSE WHERE address = ? AND group_id = ?",
                "josé@x.example",
                group.id());

        migrate();

        assertThat(members(group, "munoz")).singleElement().satisfies(member -> assertThat(member.name())
                .contains(COMPOSED));
        edit("UPDATE mail_group_member SET name = name WHERE direct = TRUE AND group_id = ?", group.id());
    }

    @Test
    void migrationShouldPassOverAddressesThatCannotBeRead() {
        Group group = create("team", of("a@x.example"), of("b@x.example"), of("c@x.example"));
        memberAsBefore(group, "a@x.example", "\u3164@x.example", "\u3164@x.example", "");
        memberAsBefore(group, "b@x.example", "\u034f@x.example", "\u034f@x.example", "");
        memberAsBefore(group, "c@x.example", "c\ufe0f@x.example", "c\ufe0f@x.example", "");

        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            Idna2008Migration.migrate(handle);
        }
        migrate();

        edit(
                "UPDATE mail_group_member SET name = name WHERE address_key = ? AND group_id = ?",
                "\u3164@x.example",
                group.id());
        edit("DELETE FROM mail_group_member WHERE address_key <> 'c@x.example' AND group_id = ?", group.id());
        assertThat(members(group, "")).hasSize(1);
    }

    @Test
    void namesShouldBeCutWhenTheyAreLongerInNormalForm() {
        String longest = "\u095c".repeat(200);
        Group group = create("team", of("a@x.example"));
        memberAsBefore(group, "a@x.example", "a@x.example", "a@x.example", longest);
        edit("UPDATE mail_group SET name = ? WHERE id = ?", longest, group.id());
        profileAsBefore("ann", "\u095c".repeat(100));
        edit("UPDATE user_profile SET name = ? WHERE address = ?", longest, at("ann"));
        UUID book = store.contacts()
                .createGroup(domain(), new ContactGroupName("Book"))
                .id();
        Contact contact = contactAsBefore(book, longest, "\u095c".repeat(100));
        edit("UPDATE contact_group SET name = ? WHERE id = ?", "\u095c".repeat(100), book.toString());
        edit(
                "UPDATE contact SET company = ?, notes = ?, postal_address = ?, phones = ? WHERE id = ?",
                longest,
                "\u095c".repeat(4000),
                "\u095c".repeat(1000),
                "\u095c".repeat(50),
                contact.id().toString());

        migrate();

        assertThat(group("team").name()).isEqualTo("\u0921\u093c".repeat(100));
        assertThat(members(group, "")).singleElement().satisfies(member -> assertThat(member.name())
                .contains("\u0921\u093c".repeat(100)));
        assertThat(store.profiles().find(at("ann"))).map(Profile::name).contains("\u0921\u093c".repeat(100));
        assertThat(store.contacts().findGroup(book)).isPresent();
        assertThat(store.contacts().find(contact.id()).orElseThrow().details()).satisfies(details -> {
            assertThat(details.notes()).hasSize(4000);
            assertThat(details.postalAddress()).hasSize(1000);
            assertThat(details.phones()).containsExactly("\u0921\u093c".repeat(25));
        });
    }

    @Test
    void profileShouldBeThereOnceWhenBothFormsWereStored() {
        profileAsBefore("other", "44444444A");
        store.profiles().save(new Profile(at("josé"), "José", ""));
        edit(
                "UPDATE user_profile SET address = ?, user_key = ? WHERE address = ?",
                at("jose\u0301").toString().replace("é", "e\u0301"),
                at("jose\u0301").key().replace("é", "e\u0301"),
                at("other"));

        migrate();

        assertThat(store.profiles().find(at("josé"))).contains(new Profile(at("josé"), "José", "44444444A"));
        assertThat(owner("44444444-A")).contains(at("josé"));
        assertThat(store.profiles()
                        .search("jose " + domain(), PageRequest.first(10))
                        .items())
                .hasSize(1);
    }
}
