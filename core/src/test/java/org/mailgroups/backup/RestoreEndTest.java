// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.backup.Report.Count;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.NewContact;
import org.mailgroups.deletion.LooseMembers;
import org.mailgroups.deletion.LooseSweep;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.NewMember;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.membership.Ancestors;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Principal;
import org.mailgroups.work.Cancellation;
import org.mailgroups.work.OwnThread;

/**
 * Ends a restore at each of its steps, in each way: by a cancel, by an error, by the death of the node. The group is
 * there wholly or not at all, and the store goes on.
 */
class RestoreEndTest extends StoreContract {
    private static final int MEMBERS = 2_500;
    private static final String TIME = "2020-01-02T03:04:05.678Z";

    @TempDir
    Path directory;

    /** Called before each step with its number. */
    private IntConsumer beforeStep = step -> {};

    private final AtomicInteger steps = new AtomicInteger();

    /** Returns a port that tells of each of its calls. */
    @SuppressWarnings("unchecked")
    private <T> T told(Class<T> type, T port) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            beforeStep.accept(steps.getAndIncrement());
            try {
                return method.invoke(port, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private BackupRestore restore() {
        return new BackupRestore(
                told(GroupRepository.class, store.groups()),
                told(GroupArchive.class, store.archive()),
                store.profiles(),
                store.contacts(),
                told(ContactMemberships.class, store.contactMemberships()),
                (LocalAddresses) Proxy.newProxyInstance(
                        LocalAddresses.class.getClassLoader(),
                        new Class<?>[] {LocalAddresses.class},
                        (proxy, method, arguments) ->
                                method.getReturnType() == boolean.class ? (Object) true : Optional.empty()),
                new Ancestors(store.groups()),
                told(LooseMembers.class, store.looseMembers()),
                new AuditTrail(),
                new BackupStaging(new ImportSettings(directory, 1 << 30), store.files()));
    }

    private String backup(String group) {
        String members = IntStream.range(0, MEMBERS)
                .mapToObj(i -> "{\"address\":\"m%05d@far.test\",\"addedAt\":\"%s\"}".formatted(i, TIME))
                .collect(Collectors.joining(",\n"));
        return "{\"version\":1,\"groups\":[\n{\"group\":{\"address\":\"" + at(group)
                + "\",\"name\":\"Team\",\"description\":\"\",\"administrators\":[\"" + at("alice")
                + "\"],\"memberCount\":" + MEMBERS + ",\"createdAt\":\"" + TIME
                + "\",\"settings\":{}},\"members\":[\n" + members + "\n]}\n],\"profiles\":[\n]}\n";
    }

    private BackupRestore.Order staged(BackupRestore restore, String backup) {
        return staged(restore, backup, RestoreMode.SKIP);
    }

    private BackupRestore.Order staged(BackupRestore restore, String backup, RestoreMode mode) {
        Principal alice = Principal.postmaster("alice@example.org");
        UUID id = restore.stage(alice, new ByteArrayInputStream(backup.getBytes(StandardCharsets.UTF_8)));
        return new BackupRestore.Order(alice, id, mode, false);
    }

    /** Runs a restore as a task does, and returns whether it came to its end. */
    private boolean hasRun(String group) {
        BackupRestore restore = restore();
        BackupRestore.Order order = staged(restore, backup(group));
        steps.set(0);
        Cancellation cancellation = new Cancellation();
        Report report = new Report();
        try {
            OwnThread.run("restore", cancellation, () -> {
                restore.run(order, report, cancellation);
                return true;
            });
            return report.of(Count.ADDED) == 1;
        } catch (InterruptedException | IllegalStateException e) {
            return false;
        } finally {
            beforeStep = step -> {};
        }
    }

    private void requireWholeOrAbsent(String group) {
        Optional<Long> count = store.groups().find(at(group)).map(found -> found.memberCount());
        assertThat(count.orElse((long) MEMBERS)).isEqualTo(MEMBERS);
        assertThat(store.lookup()
                        .find(at(group))
                        .map(entry -> store.lookup().members(entry).size()))
                .isEqualTo(count.map(Long::intValue));
        assertThat(store.groups().groupsWithMember(Address.parse("m00007@far.test")))
                .allMatch(found -> found.memberCount() == MEMBERS);
        assertThat(directory.toFile().list()).isEmpty();
    }

    private void sweep() {
        AtomicLong nanos = new AtomicLong();
        LooseSweep sweep = new LooseSweep(store.looseMembers(), nanos::get);
        Duration step = Duration.ofSeconds(LooseSweep.SECONDS_BETWEEN_SWEEPS);
        for (Duration time = Duration.ZERO;
                time.compareTo(LooseSweep.PATIENCE.multipliedBy(3)) < 0;
                time = time.plus(step)) {
            sweep.sweep();
            nanos.addAndGet(step.toNanos());
        }
    }

    @Test
    void groupShouldBeWholeOrAbsentWheneverTheTaskIsCancelled() {
        Thread task = Thread.currentThread();
        int step = 0;
        boolean isComplete = false;
        while (!isComplete) {
            int cancelled = step++;
            String group = "cancelled" + cancelled;
            beforeStep = at -> {
                if (at == cancelled) {
                    task.interrupt();
                }
            };
            isComplete = hasRun(group);
            requireWholeOrAbsent(group);
            assertThat(store.looseMembers().signs()).isEmpty();
            store.groups().create(newGroup("after" + cancelled, member("x")));
        }
        assertThat(step).isGreaterThan(5);
    }

    @Test
    void groupShouldBeWholeOrAbsentWheneverTheNodeRunsOutOfMemory() {
        int step = 0;
        boolean isComplete = false;
        while (!isComplete) {
            int failing = step++;
            String group = "failed" + failing;
            // Nothing works from then on, as on a node that dies.
            beforeStep = at -> {
                if (at >= failing) {
                    throw new OutOfMemoryError("Java heap space");
                }
            };
            isComplete = hasRun(group);
            requireWholeOrAbsent(group);
            sweep();
            assertThat(store.looseMembers().signs()).isEmpty();
        }
        assertThat(step).isGreaterThan(5);
    }

    @Test
    void groupShouldBeTheOthersWhenSomebodyElseTakesItsAddressMeanwhile() {
        beforeStep = at -> {
            if (at == 4) {
                store.groups().create(newGroup("taken", member("other")));
            }
        };

        assertThat(hasRun("taken")).isFalse();

        assertThat(group("taken").memberCount()).isEqualTo(1);
        assertThat(store.looseMembers().signs()).isEmpty();
    }

    @Test
    void groupShouldBeReplacedWhollyWheneverItIsRenamedMeanwhile() {
        for (int step = 1; ; step++) {
            int at = step;
            String group = "old" + at;
            long id = create(group, member("before"), member("before2")).id();
            steps.set(0);
            beforeStep = now -> {
                if (now == at) {
                    rename(group, "new" + at);
                    create(group, member("stranger"));
                }
            };
            BackupRestore restore = restore();
            Report report = new Report();
            restore.run(staged(restore, backup(group), RestoreMode.REPLACE), report, new Cancellation());
            beforeStep = now -> {};
            if (store.groups().find(at("new" + at)).isEmpty()) {
                assertThat(at).isGreaterThan(6);
                return;
            }
            assertThat(report.rejections()).isEmpty();
            assertThat(group("new" + at).id()).isEqualTo(id);
            assertThat(group("new" + at).memberCount()).isEqualTo(MEMBERS);
            assertThat(store.groups().membersAmong(at(group), List.of(at("stranger"))))
                    .hasSize(1);
            assertThat(group(group).memberCount()).isEqualTo(1);
        }
    }

    private void rename(String from, String to) {
        store.groups().update(at(from), GroupChange.nothing().withAddress(at(to)), OptionalLong.empty());
    }

    @Test
    void restoreThatWasGivenUpShouldNotComplete() {
        long id = store.archive().prepare();
        store.archive().prepareMembers(id, List.of(new StoredMember(at("bob"), "", NOW)));
        sweep();

        assertThat(store.looseMembers().signs()).isEmpty();
        assertThat(catchThrowable(() -> store.archive().complete(id, newGroup("late"), NOW, List.of())))
                .hasMessageContaining("given up");
        assertThat(store.groups().find(at("late"))).isEmpty();
    }

    @Test
    void groupThatWouldContainItselfShouldNotComplete() {
        create("inner", member("outer"));
        long id = store.archive().prepare();
        store.archive().prepareMembers(id, List.of(new StoredMember(at("inner"), "", NOW)));

        assertThat(catchThrowable(() -> store.archive().complete(id, newGroup("outer"), NOW, List.of())))
                .isInstanceOf(CyclicMembershipException.class);
        store.looseMembers().giveUp(id);
        sweep();
    }

    @Test
    void renamedMemberShouldHaveItsNewAddressInAGroupThatIsRestoredMeanwhile() {
        long id = store.archive().prepare();
        store.archive().prepareMembers(id, List.of(new StoredMember(at("bob"), "", NOW)));

        store.groups().rename(at("bob"), at("robert"));
        store.groups().forget(at("nobody"));
        store.archive().complete(id, newGroup("team"), NOW, List.of());

        assertThat(store.groups().membersAmong(at("team"), List.of(at("bob"), at("robert"))))
                .containsExactly(at("robert"));
    }

    @Test
    void disbandedGroupShouldBeGoneAtOnceAndItsMembersAfterwards() {
        store.groups().create(newGroup("parent", member("large")));
        store.groups().create(newGroup("large", members("m", 12_000).toArray(NewMember[]::new)));

        long id =
                store.looseMembers().disband(at("large"), OptionalLong.empty()).id();

        assertThat(store.groups().find(at("large"))).isEmpty();
        assertThat(store.lookup().find(at("large"))).isEmpty();
        assertThat(group("parent").memberCount()).isZero();
        assertThat(store.groups().groupsWithMember(members("m", 1).get(0).address()))
                .isEmpty();
        // The address is free, and the new group has nothing of the old one.
        assertThat(create("large").memberCount()).isZero();
        assertThat(store.looseMembers().removeSome(id)).isEqualTo(5_000);
        sweep();
        assertThat(store.looseMembers().signs()).isEmpty();
        assertThat(store.groups()
                        .inAnyGroup(List.of(members("m", 12_000).get(11_999).address())))
                .isEmpty();
    }

    @Test
    void contactShouldStayUsableWhenItIsInAGroupThatIsNotThereYet() {
        ContactRepository contacts = store.contacts();
        ContactGroup book = contacts.createGroup(domain(), new ContactGroupName("People"));
        Contact ann = contacts.create(book.id(), NewContact.of(details("ann@x.test")));
        long id = store.archive().prepare();
        store.contactMemberships().prepare(id, at("team"), List.of(ann.id()));

        contacts.update(ann.id(), details("ann.new@x.test"), OptionalLong.empty());
        assertThat(contacts.delete(List.of(ann.id()), OptionalLong.empty())
                        .get(0)
                        .memberships())
                .isEmpty();
        store.archive().complete(id, newGroup("team"), NOW, List.of());

        assertThat(group("team").memberCount()).isZero();
    }

    private static ContactDetails details(String address) {
        return new ContactDetails(
                "Ann", "", List.of(new ContactEmail(Address.parse(address), "")), List.of(), "", "", "", "", "", true);
    }
}
