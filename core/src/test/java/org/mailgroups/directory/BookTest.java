// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;

/** A large book: everybody has the groups, and the contacts of one's own groups. */
class BookTest {
    private static final String DOMAIN = "example.org";
    private static final String ANN = "ann@example.org";
    private static final String BEN = "ben@example.org";
    private static final Address TEAM = Address.parse("team@example.org");

    @TempDir
    Path directory;

    private BookWorld world;
    private Contact own;
    private Contact other;

    @BeforeEach
    void fill() {
        world = new BookWorld(directory);
        ContactGroup clients = world.contactGroup(DOMAIN, "Clients");
        own = world.contact(clients, "Own", true);
        other = world.contact(clients, "Other", true);
        world.group(TEAM.toString(), ANN);
        world.store.contactMemberships().add(TEAM, List.of(own.id()), BookWorld.ANY_VERSION);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Set<EntryKey> keys(Book book) {
        return book.entries().map(BookEntry::key).collect(Collectors.toSet());
    }

    private static Map<EntryKey, Boolean> changes(Book book, long version) {
        return book.changesSince(version).collect(Collectors.toMap(BookEntry::key, BookEntry::isGone));
    }

    private EntryKey team() {
        return EntryKey.group(world.store.groups().find(TEAM).orElseThrow().id());
    }

    @Test
    void smallBookShouldBeTheSameForEverybody() {
        assertThat(keys(world.open(ANN)))
                .containsExactlyInAnyOrder(EntryKey.contact(own.id()), EntryKey.contact(other.id()), team())
                .isEqualTo(keys(world.open(BEN)));
        assertThat(world.open("ann@elsewhere.example").entries()).isEmpty();
    }

    @Test
    void largeBookShouldHaveTheContactsOfOwnGroups() {
        long before = world.open(ANN).version();
        world.makeLarge(DOMAIN);

        Book book = world.open(ANN);
        assertThat(book.isWhole()).isFalse();
        assertThat(keys(book)).containsExactlyInAnyOrder(EntryKey.contact(own.id()), team());
        assertThat(keys(world.open(BEN))).containsExactly(team());
        assertThat(changes(book, before))
                .isEqualTo(
                        Map.of(EntryKey.contact(own.id()), false, EntryKey.contact(other.id()), true, team(), false));
        assertThat(book.search(List.of("other"))).containsExactly(EntryKey.contact(other.id()));
        assertThat(book.cards(List.of(EntryKey.contact(other.id())))).hasSize(1);
    }

    @Test
    void membershipShouldBringContactsAndTakeThemAway() {
        world.makeLarge(DOMAIN);
        long before = world.open(BEN).version();

        world.store.groups().addMembers(TEAM, List.of(NewMember.of(Address.parse(BEN))), BookWorld.ANY_VERSION);
        Book joined = world.open(BEN);
        assertThat(changes(joined, before)).isEqualTo(Map.of(EntryKey.contact(own.id()), false));

        world.share(own, "Own by another name", true);
        Book renamed = world.open(BEN);
        assertThat(changes(renamed, joined.version())).isEqualTo(Map.of(EntryKey.contact(own.id()), false));

        world.change(
                TEAM.toString(),
                GroupChange.nothing()
                        .withSettings(settings -> settings.withMemberVisibility(MemberVisibility.ADMINISTRATORS)));
        Book hidden = world.open(BEN);
        assertThat(changes(hidden, renamed.version())).isEqualTo(Map.of(EntryKey.contact(own.id()), true));
        assertThat(changes(hidden, before)).isEqualTo(Map.of(EntryKey.contact(own.id()), true));
        assertThat(keys(hidden)).containsExactly(team());
    }

    @Test
    void unsharedContactShouldLeaveALargeBook() {
        world.makeLarge(DOMAIN);
        long before = world.open(ANN).version();

        world.share(own, "Own", false);

        assertThat(changes(world.open(ANN), before)).isEqualTo(Map.of(EntryKey.contact(own.id()), true));
        assertThat(world.open(ANN).cards(List.of(EntryKey.contact(own.id())))).isEmpty();
    }

    @Test
    void bookWithoutNewsShouldBeTheSameWhetherItIsComparedOrNot() {
        world.makeLarge(DOMAIN);
        world.open(ANN);
        Book compared = world.open(ANN);

        Book known = world.open(ANN);

        assertThat(known.version()).isEqualTo(compared.version());
        assertThat(known.changesSince(compared.version())).isEmpty();
        assertThat(known.isWhole()).isFalse();
        assertThat(keys(known)).isEqualTo(keys(compared)).contains(EntryKey.contact(own.id()));
    }
}
