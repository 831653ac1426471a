// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;

/**
 * Any changes, in any order, with any program asking in between for what is new: each program has in the end what the
 * server shows, and it never asks for the whole twice.
 */
class BookSyncPropertyTest {
    private static final int USERS = 3;
    private static final int GROUPS = 3;
    private static final int CONTACTS = 5;

    private static Path directory;
    private static BookWorld world;
    private static int runs;

    private String domain;
    private final List<ContactGroup> contactGroups = new ArrayList<>();
    private final List<Contact> contacts = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();
    private int names;

    @BeforeContainer
    static void open() throws IOException {
        directory = Files.createTempDirectory("books");
        world = new BookWorld(directory);
    }

    @AfterContainer
    static void close() {
        world.close();
    }

    /** What happens: one of the kinds of changes, or a program that asks. */
    enum Kind {
        SHARE,
        UNSHARE,
        RENAME,
        DELETE,
        CREATE,
        MOVE,
        RENAME_CONTACT_GROUP,
        CREATE_GROUP,
        DELETE_GROUP,
        LIST,
        UNLIST,
        JOIN,
        LEAVE,
        LINK,
        GROW,
        SYNC
    }

    record Step(Kind kind, int which, int other) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(Kind.values())), Tuple.of(1, Arbitraries.just(Kind.SYNC)));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 99),
                        Arbitraries.integers().between(0, 99))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    /** A program with a copy of the book. */
    private static final class Program {
        private final String user;
        private final Map<EntryKey, String> copy = new HashMap<>();
        private long version = -1;

        Program(String user) {
            this.user = user;
        }

        void sync() {
            Book book = world.open(user);
            if (version < 0) {
                book.entries().forEach(entry -> copy.put(entry.key(), entry.digest()));
            } else {
                assertThat(book.knows(version)).isTrue();
                book.changesSince(version).forEach(entry -> {
                    if (entry.isGone()) {
                        copy.remove(entry.key());
                    } else {
                        copy.put(entry.key(), entry.digest());
                    }
                });
            }
            version = book.version();
        }

        /** The server's state comes from the cards themselves, not from the log. */
        void check(Set<EntryKey> everything) {
            Book book = world.open(user);
            Map<EntryKey, String> listed = new HashMap<>();
            book.entries().forEach(entry -> listed.put(entry.key(), entry.digest()));
            Map<EntryKey, String> shown = new HashMap<>();
            book.cards(everything).forEach((key, card) -> shown.put(key, card.digest()));
            if (!book.isWhole()) {
                shown.keySet().retainAll(listed.keySet());
            }
            assertThat(listed).isEqualTo(shown);
            assertThat(copy).isEqualTo(shown);
            assertThat(book.version()).isEqualTo(version);
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void programsShouldEndWithWhatTheServerShows(@ForAll("steps") List<Step> steps) {
        begin();
        steps.forEach(this::make);
        programs.forEach(Program::sync);
        Set<EntryKey> everything = everything();
        programs.forEach(program -> program.check(everything));
    }

    private void begin() {
        domain = "d" + runs++ + ".example";
        contactGroups.clear();
        contacts.clear();
        programs.clear();
        contactGroups.add(world.contactGroup(domain, "One"));
        contactGroups.add(world.contactGroup(domain, "Two"));
        for (int i = 0; i < CONTACTS; i++) {
            contacts.add(world.contact(contactGroups.get(i % 2), "Contact " + i, i % 2 == 0));
        }
        for (int user = 0; user < USERS; user++) {
            programs.add(new Program(user(user)));
        }
        programs.add(new Program(user(0)));
    }

    private String user(int which) {
        return "user" + which % USERS + "@" + domain;
    }

    private String group(int which) {
        return "group" + which % GROUPS + "@" + domain;
    }

    private boolean exists(int group) {
        return world.store.groups().find(Address.parse(group(group))).isPresent();
    }

    private Set<EntryKey> everything() {
        Set<EntryKey> all = new LinkedHashSet<>();
        contacts.forEach(contact -> all.add(EntryKey.contact(contact.id())));
        for (int i = 0; i < GROUPS; i++) {
            world.store.groups().find(Address.parse(group(i))).ifPresent(group -> all.add(EntryKey.group(group.id())));
        }
        return all;
    }

    private void make(Step step) {
        switch (step.kind()) {
            case SYNC -> programs.get(step.which() % programs.size()).sync();
            case CREATE -> contacts.add(
                    world.contact(contactGroups.get(step.which() % 2), "New " + names++, step.other() % 2 == 0));
            case RENAME_CONTACT_GROUP -> world.store
                    .contacts()
                    .renameGroup(
                            contactGroups.get(step.which() % 2).id(),
                            new ContactGroupName("Name " + names++),
                            BookWorld.ANY_VERSION);
            case GROW -> {
                if (!everything().isEmpty()) {
                    world.makeLarge(domain);
                }
            }
            case CREATE_GROUP, DELETE_GROUP, LIST, UNLIST, JOIN, LEAVE, LINK -> makeOfGroup(step);
            default -> makeOfContact(step);
        }
    }

    private void makeOfContact(Step step) {
        if (contacts.isEmpty()) {
            return;
        }
        Contact contact = contacts.get(step.which() % contacts.size());
        switch (step.kind()) {
            case SHARE -> world.share(contact, "Shared " + step.other() % 3, true);
            case UNSHARE -> world.share(contact, "Unshared", false);
            case RENAME -> world.share(
                    contact,
                    "Renamed " + names++,
                    world.store
                            .contacts()
                            .find(contact.id())
                            .orElseThrow()
                            .details()
                            .shared());
            case DELETE -> {
                world.store.contacts().delete(List.of(contact.id()), BookWorld.ANY_VERSION);
                contacts.remove(contact);
            }
            case MOVE -> world.store
                    .contacts()
                    .move(
                            List.of(contact.id()),
                            contactGroups.get(step.other() % 2).id());
            default -> throw new IllegalStateException(step.toString());
        }
    }

    private void makeOfGroup(Step step) {
        Address group = Address.parse(group(step.which()));
        if (step.kind() == Kind.CREATE_GROUP && !exists(step.which())) {
            world.group(group.toString(), user(step.other()));
        }
        if (step.kind() == Kind.CREATE_GROUP || !exists(step.which())) {
            return;
        }
        Address user = Address.parse(user(step.other()));
        switch (step.kind()) {
            case DELETE_GROUP -> world.store.groups().delete(group, BookWorld.ANY_VERSION);
            case LIST, UNLIST -> world.change(
                    group.toString(),
                    GroupChange.nothing().withSettings(settings -> settings.withListed(step.kind() == Kind.LIST)));
            case JOIN -> world.store.groups().addMembers(group, List.of(NewMember.of(user)), BookWorld.ANY_VERSION);
            case LEAVE -> world.store.groups().removeMembers(group, List.of(user), BookWorld.ANY_VERSION);
            case LINK -> {
                if (!contacts.isEmpty()) {
                    Contact contact = contacts.get(step.other() % contacts.size());
                    world.store.contactMemberships().add(group, List.of(contact.id()), BookWorld.ANY_VERSION);
                }
            }
            default -> throw new IllegalStateException(step.toString());
        }
    }
}
