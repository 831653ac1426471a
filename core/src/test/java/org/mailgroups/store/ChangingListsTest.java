// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailgroups.addressbook.AddressBookEntry;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.NewMember;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Every list is read while others change it: before each statement of the reading, a writer lets entries come and go
 * between those that stay, and changes those that stay.
 */
class ChangingListsTest extends StoreContract {
    private static final Principal POSTMASTER = Principal.postmaster("postmaster");
    private static final int ENTRIES = 8;
    private static final int ROUNDS = 3;

    /** Then the writer rests until the next reading, which would never end where newcomers come last. */
    private static final int MOST_WRITES = 50;

    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final Map<Integer, String> coming = new HashMap<>();
    private ExecutorService writer;
    private volatile Thread writerThread;
    private volatile boolean hasBegun;
    private Future<?> writing;
    private int writes;
    private boolean odd;
    private List<String> staying;
    private ContactGroup clients;
    private long group;

    /** A list, and how an entry of it comes, changes and goes. Entries have the places 0, 1, and so on. */
    private enum ListKind {
        GROUPS {
            @Override
            String add(ChangingListsTest test, int place) {
                return test.create(name(place)).address().key();
            }

            @Override
            void change(ChangingListsTest test, int place, boolean odd) {
                // The new administrator comes before the old one in the index, and then after it.
                test.store.groups().update(test.at(name(place)), administeredBy(test.at(odd ? "aaa" : "zzz")), ANY);
            }

            @Override
            void remove(ChangingListsTest test, int place, String key) {
                test.store.groups().delete(test.at(name(place)), ANY);
            }

            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store
                        .groups()
                        .list(GroupFilter.all().inDomain(test.domain()), page)
                        .map(group -> group.address().key());
            }
        },
        SEARCHED_GROUPS(GROUPS) {
            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store
                        .groups()
                        .list(GroupFilter.all().containing(test.domain()), page)
                        .map(group -> group.address().key());
            }
        },
        GROUPS_OF_ADDRESS_BOOK(GROUPS) {
            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.addressBook(page).map(entry -> ((AddressBookEntry.OfGroup) entry)
                        .group()
                        .address()
                        .key());
            }
        },
        MEMBERS {
            @Override
            String add(ChangingListsTest test, int place) {
                NewMember member = test.member(name(place));
                test.store.groups().addMembers(test.at("team"), List.of(member), OptionalLong.empty());
                return member.address().key();
            }

            @Override
            void change(ChangingListsTest test, int place, boolean odd) {
                test.store
                        .groups()
                        .addMembers(
                                test.at("team"),
                                List.of(new NewMember(test.at(name(place)), odd ? "Found One" : "Found Two")),
                                OptionalLong.empty());
            }

            @Override
            void remove(ChangingListsTest test, int place, String key) {
                test.store.groups().removeMembers(test.at("team"), List.of(test.at(name(place))), OptionalLong.empty());
            }

            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store.groups().members(test.at("team"), "", page).map(member -> member.address()
                        .key());
            }
        },
        SEARCHED_MEMBERS(MEMBERS) {
            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store.groups().members(test.at("team"), "e", page).map(member -> member.address()
                        .key());
            }
        },
        STORED_MEMBERS(MEMBERS) {
            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store
                        .archive()
                        .members(test.group("team").id(), page)
                        .map(member -> member.address().key());
            }
        },
        PROFILES {
            @Override
            String add(ChangingListsTest test, int place) {
                test.store.profiles().save(new Profile(test.at(name(place)), "A Name", ""));
                return test.at(name(place)).key();
            }

            @Override
            void change(ChangingListsTest test, int place, boolean odd) {
                test.store.profiles().save(new Profile(test.at(name(place)), odd ? "One" : "Another", ""));
            }

            @Override
            void remove(ChangingListsTest test, int place, String key) {
                test.store.profiles().delete(test.at(name(place)));
            }

            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store.profiles().search(test.domain(), page).map(profile -> profile.user()
                        .key());
            }
        },
        HELD_MESSAGES {
            @Override
            String add(ChangingListsTest test, int place) {
                String id = UUID.randomUUID().toString();
                test.store.heldMessages().add(test.held(id), new HeldMessageBounds(1000, 1 << 30, 1 << 30));
                return id;
            }

            @Override
            void change(ChangingListsTest test, int place, boolean odd) {}

            @Override
            void remove(ChangingListsTest test, int place, String key) {
                test.store.heldMessages().decide(key, new Verdict(HeldState.REJECTED, "admin", NOW, ""));
            }

            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store.heldMessages().list(test.at("team"), page).map(message -> message.id());
            }
        },
        CONTACT_GROUPS {
            @Override
            String add(ChangingListsTest test, int place) {
                return test.store
                        .contacts()
                        .createGroup(test.domain(), new ContactGroupName("G " + name(place)))
                        .id()
                        .toString();
            }

            @Override
            void change(ChangingListsTest test, int place, boolean odd) {}

            @Override
            void remove(ChangingListsTest test, int place, String key) {
                test.store.contacts().deleteGroup(UUID.fromString(key), new ContactsFate.Delete(), ANY);
            }

            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store
                        .contacts()
                        .groups(Optional.of(test.domain()), page)
                        .map(found -> found.group().id().toString());
            }
        },
        CONTACTS {
            @Override
            String add(ChangingListsTest test, int place) {
                return test.store
                        .contacts()
                        .create(test.clients.id(), NewContact.of(test.contact(place, "")))
                        .id()
                        .toString();
            }

            @Override
            void change(ChangingListsTest test, int place, boolean odd) {
                test.store
                        .contacts()
                        .update(
                                UUID.fromString(test.staying.get(place / 2)),
                                test.contact(place, odd ? "One" : "Two"),
                                ANY);
            }

            @Override
            void remove(ChangingListsTest test, int place, String key) {
                test.store.contacts().delete(List.of(UUID.fromString(key)), ANY);
            }

            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store.contacts().list(test.clients.id(), page).map(found -> found.contact()
                        .id()
                        .toString());
            }
        },
        SEARCHED_CONTACTS(CONTACTS) {
            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store
                        .contacts()
                        .search(new ContactFilter(Optional.of(test.domain()), Optional.empty(), true, "contact"), page)
                        .map(found -> found.contact().id().toString());
            }
        },
        CONTACTS_BY_ADDRESS(CONTACTS) {
            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.store
                        .contacts()
                        .searchByAddress(
                                new ContactFilter(Optional.of(test.domain()), Optional.empty(), true, ""), page)
                        .map(contact -> contact.id().toString());
            }
        },
        CONTACTS_OF_ADDRESS_BOOK(CONTACTS) {
            @Override
            Page<String> read(ChangingListsTest test, PageRequest page) {
                return test.addressBook(page).mapAll(entries -> entries.stream()
                        .filter(AddressBookEntry.OfContact.class::isInstance)
                        .map(entry -> ((AddressBookEntry.OfContact) entry)
                                .found()
                                .contact()
                                .id()
                                .toString())
                        .toList());
            }
        };

        private static final OptionalLong ANY = OptionalLong.empty();

        private final ListKind same;

        ListKind() {
            this(null);
        }

        /** Another reading of the same entries. */
        ListKind(ListKind same) {
            this.same = same;
        }

        static String name(int place) {
            return "e%02d".formatted(place);
        }

        private static GroupChange administeredBy(Address administrator) {
            return GroupChange.nothing().withAdministrators(List.of(administrator));
        }

        String add(ChangingListsTest test, int place) {
            return same.add(test, place);
        }

        void change(ChangingListsTest test, int place, boolean odd) {
            same.change(test, place, odd);
        }

        void remove(ChangingListsTest test, int place, String key) {
            same.remove(test, place, key);
        }

        abstract Page<String> read(ChangingListsTest test, PageRequest page);
    }

    private Page<AddressBookEntry> addressBook(PageRequest page) {
        return new AddressBookService(store.groups(), store.contacts())
                .list(POSTMASTER, Optional.of(domain()), "", page);
    }

    private NewHeldMessage held(String id) {
        return new NewHeldMessage(id, group, at("team"), "a@b.example", null, "S", "T", NOW, 10, "R");
    }

    private ContactDetails contact(int place, String company) {
        return new ContactDetails(
                "Contact " + ListKind.name(place),
                "",
                List.of(ContactEmail.of(at("c" + ListKind.name(place)))),
                List.of(),
                company,
                "",
                "",
                "",
                "",
                true);
    }

    @BeforeEach
    void fill() {
        writer = Executors.newSingleThreadExecutor(task -> {
            writerThread = new Thread(task, "writer");
            return writerThread;
        });
        writing = null;
        odd = false;
        coming.clear();
        staying = new ArrayList<>();
        clients = store.contacts().createGroup(domain(), new ContactGroupName("Clients"));
    }

    @AfterEach
    void endWriting() {
        database.letThisThreadBe();
        writer.shutdownNow();
    }

    private void fill(ListKind list) {
        if (list != ListKind.GROUPS && list.same != ListKind.GROUPS) {
            Group team = create("team");
            group = team.id();
        }
        for (int place = 0; place < ENTRIES; place++) {
            String key = list.add(this, place);
            if (place % 2 == 0) {
                staying.add(key);
            } else {
                coming.put(place, key);
            }
        }
    }

    /** Lets every second entry come or go, and changes the others. */
    private void write(ListKind list) {
        odd = !odd;
        for (int place = 0; place < ENTRIES; place++) {
            if (place % 2 == 0) {
                list.change(this, place, odd);
            } else if (coming.containsKey(place)) {
                list.remove(this, place, coming.remove(place));
            } else {
                coming.put(place, list.add(this, place));
            }
        }
    }

    /** Writes, or goes on if the writing has to wait for the reading. */
    private void interrupt(ListKind list) {
        if (writing == null || writing.isDone()) {
            if (writes == MOST_WRITES) {
                return;
            }
            writes++;
            hasBegun = false;
            writing = writer.submit(() -> {
                hasBegun = true;
                write(list);
            });
        }
        int waits = 0;
        for (int millis = 0; millis < 30 && waits < 3; millis++) {
            if (isWritten()) {
                return;
            }
            waits = writerWaits() ? waits + 1 : 0;
        }
    }

    /** Returns whether the writing ends within a millisecond. */
    private boolean isWritten() {
        try {
            writing.get(1, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean writerWaits() {
        return hasBegun && WAITING.contains(writerThread.getState());
    }

    private List<String> readAll(Function<PageRequest, Page<String>> list, int limit) {
        writes = 0;
        return Page.all(request -> list.apply(new PageRequest(request.after(), limit)))
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void listShouldHaveEveryStableEntryOnceWhenOthersComeAndGo(ListKind list) {
        fill(list);
        database.beforeEachStatementOfThisThread(() -> interrupt(list));

        for (int round = 0; round < ROUNDS; round++) {
            for (int limit = 1; limit <= 3; limit++) {
                assertThat(readAll(page -> list.read(this, page), limit).stream()
                                .filter(staying::contains))
                        .as("pages of %d", limit)
                        .containsExactlyElementsOf(staying);
            }
        }
    }
}
