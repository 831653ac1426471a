// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.Expander;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;

/**
 * Answers whether a message to a group could be expanded now. It is asked at RCPT, while a refusal still reaches the
 * sender. It counts the members of the group and of its nested groups. Members that James' mappings add are known to
 * the mailet only.
 *
 * <p>An answer holds until any group changes, so RCPT for a group of a hundred thousand does not expand it again and
 * again. Thread-safe.
 */
@Singleton
public final class ExpansionCheck {
    private static final long MAX_ANSWERS = 10_000;

    private record Dated(long version, Optional<Decision.Refuse> refusal) {}

    private final GroupDirectory directory;
    private final GroupLookup lookup;
    private final SharedLimits limits;
    private final Cache<Long, Dated> answers =
            Caffeine.newBuilder().maximumSize(MAX_ANSWERS).build();

    @Inject
    public ExpansionCheck(GroupDirectory directory, GroupLookup lookup, SharedLimits limits) {
        this.directory = directory;
        this.lookup = lookup;
        this.limits = limits;
    }

    /**
     * Returns the refusal of a group that cannot be expanded; empty if it can be.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public Optional<Decision.Refuse> refusal(GroupEntry group) {
        long version = lookup.version();
        Dated known = answers.getIfPresent(group.id());
        if (known != null && known.version() == version) {
            return known.refusal();
        }
        Optional<Decision.Refuse> refusal = new Expander(directory, lookup, AddressRewriting.NONE, limits.get())
                .expand(List.of(group.address()))
                .refusalOfOneGroup();
        answers.put(group.id(), new Dated(version, refusal));
        return refusal;
    }
}
