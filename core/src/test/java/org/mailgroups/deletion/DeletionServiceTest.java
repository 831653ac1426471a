// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.deletion.LooseMembers.Disbanded;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.NewMember;
import org.mailgroups.membership.Ancestors;
import org.mailgroups.membership.MembershipService;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Principal;
import org.mailgroups.work.Cancellation;

/** What becomes of a deletion that waits long, or is cancelled. */
class DeletionServiceTest extends StoreContract {
    private static final int MEMBERS = 12_000;
    private static final Principal POSTMASTER = Principal.postmaster("alice@example.org");

    private DeletionProgress progress;
    private Cancellation cancellation;

    @BeforeEach
    void begin() {
        progress = new DeletionProgress();
        cancellation = new Cancellation();
    }

    /** What a deletion of contacts needs is not there. */
    private void run(Deletion deletion) {
        AuditTrail audit = new AuditTrail();
        AddressRules unused = null;
        MembershipService memberships = new MembershipService(
                store.groups(), store.postingReading(), new Ancestors(store.groups()), unused, audit);
        new DeletionService(
                        null, store.groups(), memberships, null, null, store.contacts(), store.looseMembers(), audit)
                .run(POSTMASTER, deletion, progress, cancellation);
    }

    private Deletion disbanded() {
        store.groups().create(newGroup("large", members("m", MEMBERS).toArray(NewMember[]::new)));
        Disbanded disbanded = store.looseMembers().disband(at("large"), OptionalLong.empty());
        return new Deletion(
                POSTMASTER,
                Deletion.Kind.MEMBERS,
                at("large").toString(),
                List.of(Long.toString(disbanded.id()), Long.toString(disbanded.members())));
    }

    private void sweep() {
        AtomicLong nanos = new AtomicLong();
        LooseSweep sweep = new LooseSweep(store.looseMembers(), nanos::get);
        sweep.sweep();
        sweepForMinutes(sweep, nanos, LooseSweep.PATIENCE.toMinutes());
    }

    private static void sweepForMinutes(LooseSweep sweep, AtomicLong nanos, long minutes) {
        for (long minute = 0; minute < minutes; minute++) {
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            sweep.sweep();
        }
    }

    @Test
    void deletionShouldEndAfterItsBatchWhenItIsCancelledAndTheSweepGoesOn() {
        Deletion deletion = disbanded();
        cancellation.request();

        assertThatThrownBy(() -> run(deletion)).isInstanceOf(CancellationException.class);

        assertThat(progress.deleted()).isEqualTo(5_000);
        assertThat(store.looseMembers().signs()).hasSize(1);
        sweep();
        assertThat(store.looseMembers().signs()).isEmpty();
    }

    @Test
    void deletionShouldCountAllMembersWhenTheSweepWasFaster() {
        Deletion deletion = disbanded();
        sweep();

        run(deletion);

        assertThat(progress.deleted()).isEqualTo(MEMBERS);
    }

    @Test
    void sweepShouldLeaveMembersAloneWhenTheirDeletionIsUnderWay() {
        Deletion deletion = disbanded();
        AtomicLong nanos = new AtomicLong();
        LooseSweep sweep = new LooseSweep(store.looseMembers(), nanos::get);
        sweep.sweep();
        sweepForMinutes(sweep, nanos, LooseSweep.PATIENCE.toMinutes() - 1);
        store.looseMembers().removeSome(Long.parseLong(deletion.ids().get(0)));

        sweepForMinutes(sweep, nanos, 1);

        assertThat(store.looseMembers().signs()).hasSize(1);
        sweep();
    }

    @Test
    void addressShouldKeepTheOtherMembershipsWhenTheDeletionIsCancelled() {
        create("one", member("bob"));
        create("two", member("bob"));
        Deletion deletion =
                new Deletion(POSTMASTER, Deletion.Kind.MEMBERSHIPS, at("bob").toString(), List.of());
        cancellation.request();

        assertThatThrownBy(() -> run(deletion)).isInstanceOf(CancellationException.class);
        assertThat(store.groups().groupsWithMember(at("bob"))).hasSize(2);
    }

    @Test
    void addressShouldLeaveEveryGroupAndLoseItsOtherRights() {
        create("one", member("bob"));
        create("two", member("bob"));

        run(new Deletion(POSTMASTER, Deletion.Kind.MEMBERSHIPS, at("bob").toString(), List.of()));

        assertThat(progress.deleted()).isEqualTo(2);
        assertThat(progress.memberships()).containsExactly(at("one"), at("two"));
        assertThat(store.groups().groupsWithMember(at("bob"))).isEmpty();
    }
}
