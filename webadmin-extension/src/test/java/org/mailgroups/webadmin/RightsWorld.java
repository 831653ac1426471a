// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactDraft;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingReading;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.Route;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.setting.Join;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/**
 * One of everything that somebody may have a right to. Alice administers the team. Its members are an alias of bob and
 * the inner group, which eve administers, and which has dave. Carol and frank are users.
 */
record RightsWorld(Webadmin webadmin, Group group, String held, UUID posting, UUID contactGroup, UUID shared) {
    static final Address TEAM = Address.parse(Webadmin.TEAM);
    static final Address INNER = Address.parse("inner@example.org");
    static final Address ALICE = Address.parse(Webadmin.ALICE);
    static final Address BOB = Address.parse(Webadmin.BOB);
    static final Address CAROL = Address.parse(Webadmin.CAROL);
    static final Address DAVE = Address.parse("dave@example.org");
    static final Address EVE = Address.parse("eve@example.org");
    static final Address FRANK = Address.parse("frank@example.org");
    static final Address ROBERT = Address.parse("robert@example.org");

    private static final HeldMessageBounds NO_BOUNDS = new HeldMessageBounds(1000, Long.MAX_VALUE, Long.MAX_VALUE);

    /** Makes the world anew. */
    static RightsWorld make(Webadmin webadmin) {
        webadmin.beforeEach(null);
        Stream.of(DAVE, EVE, FRANK).map(Address::toString).forEach(webadmin.localAddresses()::addUser);
        webadmin.localAddresses().addMapping(ROBERT.toString());
        webadmin.groups().create(new NewGroup(INNER, "Inner", "", List.of(EVE), List.of(NewMember.of(DAVE))));
        Group team = webadmin.groups()
                .create(new NewGroup(
                        TEAM, "Team", "", List.of(ALICE), List.of(NewMember.of(ROBERT), NewMember.of(INNER))));
        webadmin.profiles().save(new Profile(ALICE, "Alice", ""));
        UUID contactGroup = webadmin.contacts()
                .createGroup("example.org", new ContactGroupName("Suppliers"))
                .id();
        RightsWorld world = new RightsWorld(
                webadmin, team, hold(webadmin, team), post(webadmin, team), contactGroup, new UUID(0, 0));
        UUID shared = world.contact("Ann", Address.parse("ann@x.test"), true);
        return new RightsWorld(webadmin, team, world.held, world.posting, contactGroup, shared);
    }

    private static String hold(Webadmin webadmin, Group team) {
        String id = UUID.randomUUID().toString();
        webadmin.heldMessages()
                .add(
                        new NewHeldMessage(
                                id, team.id(), TEAM, "x@x.test", null, "Offer", "", Instant.EPOCH, 10, "Only members"),
                        NO_BOUNDS);
        webadmin.heldContent().put(id, "Subject: Offer\r\n\r\nBuy\r\n");
        return id;
    }

    private static UUID post(Webadmin webadmin, Group team) {
        UUID id = UUID.randomUUID();
        webadmin.service(PostingStore.class)
                .add(
                        new Posting(
                                id,
                                "key-" + id,
                                "",
                                "",
                                "",
                                Instant.EPOCH,
                                1,
                                Set.of(team.id()),
                                List.of(),
                                new Route("", "", true),
                                ""),
                        List.of(new PostingChunk(0, 0, false, List.of(Address.parse("ann@elsewhere.test")))),
                        List.of(),
                        0);
        return id;
    }

    static Principal user(Address address) {
        return new Principal.User(address, Set.of());
    }

    static ContactDraft draft(String name) {
        return new ContactDraft(details(name, Address.parse("ann@x.test"), true), "", "", "");
    }

    private static ContactDetails details(String name, Address address, boolean shared) {
        return new ContactDetails(
                name, "", List.of(new ContactEmail(address, "")), List.of(), "", "", "", "", "", shared);
    }

    UUID contact(String name, Address address, boolean shared) {
        return webadmin.contacts()
                .create(contactGroup, NewContact.of(details(name, address, shared)))
                .id();
    }

    /** Begins an import into the team in somebody's name, and returns the id of its task. */
    String importOf(Principal principal) {
        UUID id = UUID.randomUUID();
        UUID task = UUID.randomUUID();
        ImportHistory history = webadmin.service(ImportHistory.class);
        history.submit(new NewImport(id, ImportTarget.membersOf(group), principal, ImportMode.ADD, false, 1));
        history.assignTask(id, task);
        return task.toString();
    }

    /** Lets every user join the team. */
    void open() {
        webadmin.groups()
                .update(
                        TEAM,
                        GroupChange.nothing().withSettings(settings -> settings.withJoin(Join.OPEN)),
                        OptionalLong.empty());
    }

    /** Makes a group with one member elsewhere. */
    Address groupOf(Address administrator, String address) {
        return webadmin.groups()
                .create(new NewGroup(
                        Address.parse(address),
                        "A group",
                        "",
                        List.of(administrator),
                        List.of(NewMember.of(Address.parse("far@elsewhere.test")))))
                .address();
    }

    /** Makes a group of alice's. */
    Address largeGroup(int members) {
        Address large = groupOf(ALICE, "large@example.org");
        webadmin.groups()
                .addMembers(
                        large,
                        IntStream.range(1, members)
                                .mapToObj(i -> NewMember.of(Address.parse("m" + i + "@elsewhere.test")))
                                .toList(),
                        OptionalLong.empty());
        return large;
    }

    void alias(String alias, Address target) {
        webadmin.localAddresses().addMapping(alias);
        webadmin.leadTo(Address.parse(alias), target);
    }

    Thing team() {
        return Thing.group(group.id());
    }

    void showMembersTo(MemberVisibility visibility) {
        webadmin.groups()
                .update(
                        TEAM,
                        GroupChange.nothing().withSettings(settings -> settings.withMemberVisibility(visibility)),
                        OptionalLong.empty());
    }

    /** Returns all that a call could have changed. */
    String state() {
        PageRequest all = PageRequest.first(PageRequest.MAX_LIMIT);
        return Stream.of(
                        webadmin.groups().find(TEAM),
                        webadmin.groups().members(TEAM, "", all),
                        webadmin.groups().find(Address.parse("new@example.org")),
                        webadmin.heldMessages().list(TEAM, all),
                        webadmin.heldContent().carriedOut(),
                        webadmin.service(PostingReading.class).find(posting),
                        webadmin.profiles().search("", all),
                        webadmin.contacts().list(contactGroup, all),
                        webadmin.stagedBackups())
                .map(Object::toString)
                .reduce("", (one, other) -> one + "\n" + other);
    }
}
