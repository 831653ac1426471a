// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.choice.Choices;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

class ExpansionCheckTest {
    private static final GroupEntry GROUP =
            new GroupEntry(1, Address.parse("all@example.org"), "All", 1, List.of(), GroupSettings.DEFAULT);

    private final Queue<Runnable> background = new ArrayDeque<>();
    private final OneGroup groups = new OneGroup();
    private long now;
    private final ExpansionCheck check = new ExpansionCheck(
            new GroupDirectory(groups, new NoUsers()), groups, new SharedLimits(), background::add, () -> now);

    @Test
    void refusalShouldFollowAtOnceWhenAGroupIsSmall() {
        groups.have(0);
        assertThat(check.refusal(GROUP)).isPresent();

        groups.have(ExpansionCheck.FEW);
        assertThat(check.refusal(GROUP)).isEmpty();

        groups.have(0);
        assertThat(check.refusal(GROUP)).isPresent();
        assertThat(background).isEmpty();
    }

    @Test
    void refusalShouldNotReadALargeGroupAgainWhenItChanges() {
        groups.have(ExpansionCheck.FEW + 1);
        assertThat(check.refusal(GROUP)).isEmpty();
        int reads = groups.reads;

        for (int i = 0; i < 1_000; i++) {
            groups.version++;
            assertThat(check.refusal(GROUP)).isEmpty();
        }

        assertThat(groups.reads).isEqualTo(reads);
        assertThat(background).isEmpty();
    }

    @Test
    void refusalShouldFollowAfterAPauseWhenAGroupIsLarge() {
        groups.have(ExpansionCheck.FEW + 1);
        check.refusal(GROUP);
        groups.have(0);
        now += ExpansionCheck.PAUSE.toNanos();

        assertThat(check.refusal(GROUP)).isEmpty();
        assertThat(check.refusal(GROUP)).isEmpty();
        assertThat(background).hasSize(1);
        background.remove().run();

        assertThat(check.refusal(GROUP)).isPresent();
    }

    @Test
    void refusalShouldBeFoundLaterWhenTheStoreIsAwayInTheBackground() {
        groups.have(ExpansionCheck.FEW + 1);
        check.refusal(GROUP);
        groups.have(0);
        now += ExpansionCheck.PAUSE.toNanos();
        check.refusal(GROUP);
        groups.isAway = true;
        background.remove().run();
        assertThatThrownBy(() -> check.refusal(GROUP)).isInstanceOf(StoreUnavailableException.class);
        groups.isAway = false;

        check.refusal(GROUP);
        background.remove().run();

        assertThat(check.refusal(GROUP)).isPresent();
    }

    private static final class OneGroup implements GroupLookup {
        private List<Address> members = new ArrayList<>();
        private long version;
        private int reads;
        private boolean isAway;

        void have(int count) {
            members = IntStream.range(0, count)
                    .mapToObj(i -> Address.parse("m" + i + "@far.example"))
                    .toList();
            version++;
        }

        @Override
        public Optional<GroupEntry> find(Address address) {
            return address.equals(GROUP.address()) ? Optional.of(GROUP) : Optional.empty();
        }

        @Override
        public Optional<GroupEntry> find(long id) {
            return id == GROUP.id() ? Optional.of(GROUP) : Optional.empty();
        }

        @Override
        public Set<Address> excluded(GroupEntry group) {
            return Set.of();
        }

        @Override
        public Choices choices(GroupEntry group) {
            return Choices.NONE;
        }

        @Override
        public Set<Address> suspended(GroupEntry group) {
            return Set.of();
        }

        @Override
        public long version() {
            if (isAway) {
                throw new StoreUnavailableException("away", null);
            }
            return version;
        }

        @Override
        public List<Address> members(GroupEntry group) {
            reads++;
            return members;
        }
    }

    private static final class NoUsers implements LocalAddresses {
        @Override
        public Optional<AddressHolder> holderOf(Address address) {
            return Optional.empty();
        }

        @Override
        public boolean isLocalDomain(String domain) {
            return domain.equals("example.org");
        }

        @Override
        public Set<Address> existing(Collection<Address> addresses) {
            return Set.of();
        }

        @Override
        public Set<Address> usersAmong(Collection<Address> addresses) {
            return Set.of();
        }

        @Override
        public Stream<Address> users() {
            return Stream.empty();
        }
    }
}
