// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.sql.StoreJdbi;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** What becomes of text that an older version has stored. */
class TextFormsMigrationTest extends OlderData {
    private static final String DECOMPOSED = "Jose\u0301 Mun\u0303oz";
    private static final String COMPOSED = "José Muñoz";

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
        assertThat(store.groups()
                        .removeMembers(group.address(), List.of(Address.parse("josé@x.example")), OptionalLong.empty()))
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
        store.groups().addMembers(group.address(), members("m", 5001), OptionalLong.empty());
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
        assertThat(store.sharedIdentifiers(10_000))
                .contains("the user " + at("ann"), "the user " + at("bob"), "the user " + at("carol"));

        migrate();
        assertThat(owner("22222222 J")).contains(at("bob"));

        store.profiles().save(new Profile(at("bob"), "bob", ""));
        store.profiles().delete(at("carol"));
        store.profiles().save(new Profile(at("ann"), "ann", "22222222-J"));
        assertThat(owner("22222222J")).contains(at("ann"));
        assertThat(store.sharedIdentifiers(10_000)).doesNotContain("the user " + at("ann"));
    }

    @Test
    void contactsShouldKeepAnIdentifierWhenTheyHaveOne() {
        Contact one = contactAsBefore(DECOMPOSED, "X-1234567-L");
        Contact other = contactAsBefore("Other", "X1234567L");

        migrate();

        assertThat(store.contacts().findByIdentifiers(domain(), List.of("x01234567l")))
                .hasEntrySatisfying(
                        "x01234567l", found -> assertThat(found.id()).isEqualTo(other.id()));
        assertThat(store.contacts().find(one.id())).map(Contact::details).hasValueSatisfying(details -> {
            assertThat(details.name()).isEqualTo(COMPOSED);
            assertThat(details.idNumber()).isEqualTo("X-1234567-L");
        });
        assertThat(store.sharedIdentifiers(10_000))
                .anyMatch(words -> words.contains(one.id().toString()))
                .anyMatch(words -> words.contains(other.id().toString()));
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
                .containsExactly("Book", "Peñas", "Peñas (2)");
        assertThat(store.contacts().findGroup(other)).isPresent();
    }

    @Test
    void whateverMeansAGroupShouldFollowWhenItGetsAnotherAddress() {
        Group first = create("equipé", of("a@x.example"));
        Group second = create("other", of("b@x.example"));
        String before = "equipe\u0301@" + domain();
        Group parent = create("parent", NewMember.of(at("equipé")), NewMember.of(at("other")), of("c@x.example"));
        memberAsBefore(parent, at("other").toString(), before, before, "");
        store.groups()
                .update(
                        parent.address(),
                        GroupChange.nothing()
                                .withSettings(settings -> settings.withAllowedSenders(List.of(
                                        AllowedSender.parse(at("equipé").toString()),
                                        AllowedSender.parse("x@x.test")))),
                        OptionalLong.empty());
        edit("UPDATE mail_group_allowed_sender SET sender = ? WHERE sender = 'x@x.test'", before);
        edit("UPDATE mail_group SET address = ?, address_key = ? WHERE id = ?", before, before, second.id());
        String held = held(second, "ann");

        migrate();

        assertThat(members(parent, ""))
                .extracting(member -> member.address().toString())
                .containsExactlyInAnyOrder(
                        "c@x.example", at("equipé").toString(), at("equipé-2").toString());
        assertThat(group("parent").memberCount()).isEqualTo(3);
        assertThat(group("parent").settings().allowedSenders())
                .extracting(AllowedSender::toString)
                .containsExactly(at("equipé").toString(), at("equipé-2").toString());
        assertThat(group("equipé").id()).isEqualTo(first.id());
        assertThat(group("equipé-2").id()).isEqualTo(second.id());
        assertThat(store.heldMessages().find(at("equipé-2"), held)).isPresent();
    }

    @Test
    void descriptionShouldBeInNormalForm() {
        Group group = create("team");
        edit("UPDATE mail_group SET description = ? WHERE id = ?", "\u00a0" + DECOMPOSED + "\u200b", group.id());

        migrate();

        assertThat(group("team").description()).isEqualTo(COMPOSED);
    }

    @Test
    void migrationShouldWriteNothingWhenAllIsInForm() {
        create("team", of("a@straße.example"), of("jörg@x.example"), of("B@müller.example"));
        store.profiles().save(new Profile(at("zoe"), "Zoë Müller", "55555555K"));
        contactAsBefore("Anna", "55555556E");
        migrate();
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            List<String> written = new ArrayList<>();
            handle.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
                @Override
                public void logBeforeExecution(StatementContext context) {
                    if (!context.getRawSql().startsWith("SELECT")) {
                        written.add(context.getRawSql());
                    }
                }
            });

            handle.useTransaction(TextFormsMigration::migrate);

            assertThat(written).isEmpty();
        }
    }

    @Test
    void migrationShouldChangeNothingWhenItIsDoneAlready() {
        Group group = create("team", of("a@straße.example"), of("jörg@x.example"), of("B@müller.example"));
        List<Member> before = members(group, "");
        store.profiles().save(new Profile(at("zoe"), "Zoe", "33333333P"));
        store.contactMemberships().add(group.address(), List.of(), OptionalLong.empty());

        migrate();

        assertThat(members(group, "")).isEqualTo(before);
        assertThat(group("team")).isEqualTo(group);
        assertThat(owner("33333333-P")).contains(at("zoe"));
        assertThat(store.contacts().findGroup(book()))
                .map(found -> found.name())
                .contains("Book");
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
    void namesShouldBeCutWhenTheyAreLongerInNormalForm() {
        String longest = "\u095c".repeat(200);
        Group group = create("team", of("a@x.example"));
        memberAsBefore(group, "a@x.example", "a@x.example", "a@x.example", longest);
        edit("UPDATE mail_group SET name = ? WHERE id = ?", longest, group.id());
        profileAsBefore("ann", "\u095c".repeat(100));
        edit("UPDATE user_profile SET name = ? WHERE address = ?", longest, at("ann"));
        Contact contact = contactAsBefore(longest, "\u095c".repeat(100));
        edit("UPDATE contact_group SET name = ? WHERE id = ?", "\u095c".repeat(100), book().toString());
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
        assertThat(store.contacts().findGroup(book())).isPresent();
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
