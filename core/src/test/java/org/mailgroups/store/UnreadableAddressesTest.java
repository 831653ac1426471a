// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.backup.BackupFile;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/** Addresses that an older version took and that cannot be read any more, in every column that has addresses. */
class UnreadableAddressesTest extends OlderData {
    private static final List<String> UNREADABLE =
            List.of("\u3164@x.example", "\u034f@x.example", "a b@x.example", "x@", "no address", "", "@", "a@b@");

    private void migrateAndReopen() {
        migrate();
        closeStore();
        openStore();
    }

    private List<Address> expansion(Address group) {
        GroupEntry entry = store.lookup().find(group).orElseThrow();
        return List.copyOf(store.lookup().members(entry));
    }

    private List<String> members(Address group) {
        return Page.all(page -> store.groups().members(group, "", page))
                .flatMap(List::stream)
                .map(Member::address)
                .map(Address::toString)
                .toList();
    }

    private String backup() {
        return new BackupFile(
                        store.groups(), store.archive(), store.profiles(), store.contactMemberships(), new AuditTrail())
                .pieces(Principal.postmaster("alice@example.org"))
                .collect(Collectors.joining());
    }

    private List<String> told() {
        return store.unreadableAddresses(10_000);
    }

    @Test
    void membersThatCannotBeReadShouldLeaveTheirGroupAndNobodyElse() {
        Group group = create("team", members("m", 1_500).toArray(NewMember[]::new));
        for (int i = 0; i < UNREADABLE.size(); i++) {
            String unreadable = UNREADABLE.get(i);
            memberAsBefore(group, at(String.format("m%07d", i)).toString(), unreadable, "key" + i + "@", "Name " + i);
        }

        migrateAndReopen();

        int left = 1_500 - UNREADABLE.size();
        assertThat(members(group.address())).hasSize(left);
        assertThat(group("team").memberCount()).isEqualTo(left);
        assertThat(expansion(group.address())).hasSize(left);
        assertThat(backup()).contains(at("m0001499").toString());
        assertThat(told())
                .filteredOn(line -> line.contains(group.address().toString()))
                .hasSize(UNREADABLE.size());
        store.groups().delete(group.address(), OptionalLong.empty());
    }

    @Test
    void groupThatCannotBeReadShouldGetAnAddressAndKeepAllElse() {
        Group group = create("odd", member("bob"));
        Group parent = create("parent", member("odd"));
        String unreadable = "\u3164@" + domain();
        memberAsBefore(parent, at("odd").toString(), unreadable, unreadable, "");
        edit("UPDATE mail_group SET address = ?, address_key = ? WHERE id = ?", unreadable, unreadable, group.id());
        edit("UPDATE mail_group_held SET group_address = ? WHERE id = ?", unreadable, held(group, "ann"));

        migrateAndReopen();

        Address now = at("group-" + group.id());
        assertThat(store.groups().find(now)).map(Group::id).contains(group.id());
        assertThat(store.groups()
                        .list(GroupFilter.all().inDomain(domain()), PageRequest.first(10))
                        .items())
                .hasSize(2);
        assertThat(members(at("parent"))).containsExactly(now.toString());
        assertThat(expansion(now)).containsExactly(at("bob"));
        assertThat(store.heldMessages().list(now, PageRequest.first(10)).items())
                .hasSize(1);
        assertThat(told()).anyMatch(line -> line.contains(now.toString()) && line.contains("[U+3164]"));
    }

    @Test
    void groupShouldGetThePostmasterWhenItsOnlyAdministratorCannotBeRead() {
        Group group = create("team", member("bob"));
        edit(
                "UPDATE mail_group_administrator SET address = ?, address_key = ? WHERE group_id = ?",
                "\u3164@x.example",
                "\u3164@x.example",
                group.id());

        migrateAndReopen();

        assertThat(group("team").administrators()).containsExactly(at("postmaster"));
        assertThat(told()).anyMatch(line -> line.contains("administrator of the group " + group.address()));
    }

    @Test
    void profileThatCannotBeReadShouldBeSetAside() {
        store.profiles().save(new Profile(at("ann"), "Ann " + domain(), "ID " + domain()));
        store.profiles().save(new Profile(at("bob"), "Bob " + domain(), ""));
        edit(
                "UPDATE user_profile SET address = ?, user_key = ? WHERE address = ?",
                "\u034f@" + domain(),
                "\u034f@" + domain(),
                at("ann"));

        migrateAndReopen();

        assertThat(store.profiles().search(domain(), PageRequest.first(10)).items())
                .extracting(Profile::user)
                .containsExactly(at("bob"));
        assertThat(store.profiles().findByIdentifiers(List.of("ID " + domain())))
                .isEmpty();
        edit("UPDATE set_aside_address SET details = details WHERE details LIKE ?", "ID " + domain() + " Ann%");
    }

    @Test
    void heldMessageShouldStayWithoutItsAuthor() {
        Group group = create("team");
        String id = held(group, "ann");
        edit("UPDATE mail_group_held SET author = ?, group_address = ? WHERE id = ?", "\u3164@x.example", "@", id);

        migrateAndReopen();

        Optional<HeldMessage> held = store.heldMessages().find(group.address(), id);
        assertThat(held).isPresent();
        assertThat(held.get().facts().author()).isEmpty();
    }

    @Test
    void contactShouldKeepItsOtherAddresses() {
        Contact contact = contactAsBefore("Ann", "S-1" + domain());
        edit(
                "UPDATE contact SET emails = ?, preferred_key = ? WHERE id = ?",
                "\u3164@x.example\u001fwork\u001e" + at("ann") + "\u001fhome\u001eno address\u001f",
                "\u3164@x.example",
                contact.id().toString());

        migrateAndReopen();

        assertThat(store.contacts().list(book(), PageRequest.first(10)).items()).hasSize(1);
        assertThat(store.contacts().findByPreferred(book(), List.of(at("ann"))))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.details().emails()).containsExactly(new ContactEmail(at("ann"), "home")));
    }

    @Test
    void nobodyShouldBeToldAnyMoreAfterAMonth() {
        Group group = create("team", member("bob"));
        memberAsBefore(group, at("bob").toString(), "\u3164@x.example", "\u3164@x.example", "");
        migrate();
        assertThat(told()).isNotEmpty();

        closeStore();
        store = GroupStore.open(configuration, Clock.fixed(NOW.plus(UnreadableAddresses.TOLD), ZoneOffset.UTC));

        assertThat(told()).isEmpty();
        closeStore();
        openStore();
    }
}
