// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;

/**
 * Whether a message to a group could be expanded now: asked at RCPT, where a refusal still reaches the sender. It counts the group's own members and those of its nested groups; what James' mappings
 * add is known to the mailet only.
 *
 * <p>An answer holds until any group changes, so that RCPT for a group of a hundred thousand does not expand it again and again. Thread-safe.
 */
@Singleton
public final class Acceptance {
    private static final long MAX_ANSWERS = 10_000;

    /** What RCPT can say about a group. */
    public enum Answer {
        ACCEPTED,
        NO_MEMBERS,
        TOO_MANY_RECIPIENTS,
        TOO_DEEP
    }

    private record Dated(long version, Answer answer) {}

    private final GroupDirectory directory;
    private final GroupLookup lookup;
    private final SharedLimits limits;
    private final Cache<Long, Dated> answers =
            Caffeine.newBuilder().maximumSize(MAX_ANSWERS).build();

    @Inject
    public Acceptance(GroupDirectory directory, GroupLookup lookup, SharedLimits limits) {
        this.directory = directory;
        this.lookup = lookup;
        this.limits = limits;
    }

    public Answer of(GroupEntry group) {
        long version = lookup.version();
        Dated known = answers.getIfPresent(group.id());
        if (known != null && known.version() == version) {
            return known.answer();
        }
        Answer answer = expand(group);
        answers.put(group.id(), new Dated(version, answer));
        return answer;
    }

    private Answer expand(GroupEntry group) {
        Expansion expansion =
                new Expander(directory, lookup, AddressRewriting.NONE, limits.get()).expand(List.of(group.address()));
        if (expansion instanceof Expansion.Complete complete) {
            return complete.empty().isEmpty() ? Answer.ACCEPTED : Answer.NO_MEMBERS;
        }
        return expansion instanceof Expansion.TooDeep ? Answer.TOO_DEEP : Answer.TOO_MANY_RECIPIENTS;
    }
}
