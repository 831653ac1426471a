// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.mailgroups.audit.LogText;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.OwnFields;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives copies a return path that nobody but their recipient's server has seen. All others of a group share one, so a
 * member could invent a report about another member.
 *
 * <p>It costs a transaction for each recipient. So it is for those who have one anyway, since their copies have fields
 * of their own, and for those whose copies have failed before: from their first failure on, only what comes to such a
 * return path, or what their servers tell us, counts against them.
 *
 * <p>Thread-safe.
 */
public final class PersonalPaths implements OwnFields, OwnSenders {
    private static final Logger LOGGER = LoggerFactory.getLogger(PersonalPaths.class);
    private static final Duration KEPT = Duration.ofSeconds(30);

    /** How many members with failures are remembered, of all groups together. */
    private static final int MOST_REMEMBERED = 500_000;

    private final OwnFields fields;
    private final GroupLookup lookup;
    private final BounceLedger ledger;
    private final ReturnPath returnPath;
    private final Cache<Long, Set<Address>> failing = Caffeine.newBuilder()
            .maximumWeight(MOST_REMEMBERED)
            .weigher((Long group, Set<Address> members) -> members.size() + 1)
            .expireAfterWrite(KEPT)
            .build();

    @Inject
    public PersonalPaths(OneClickFields fields, GroupLookup lookup, BounceLedger ledger, ReturnPath returnPath) {
        this((OwnFields) fields, lookup, ledger, returnPath);
    }

    PersonalPaths(OwnFields fields, GroupLookup lookup, BounceLedger ledger, ReturnPath returnPath) {
        this.fields = fields;
        this.lookup = lookup;
        this.ledger = ledger;
        this.returnPath = returnPath;
    }

    @Override
    public Optional<Maker> of(DueChunk chunk, PostingCopy copy) throws IOException {
        Optional<GroupEntry> group = copy.groupId().flatMap(lookup::find);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        Optional<Maker> made = fields.of(chunk, copy);
        if (made.isPresent()) {
            Maker maker = made.get();
            return Optional.of(recipient -> maker.make(recipient).from(path(group.get(), chunk, recipient)));
        }
        Set<Address> members = failing(group.get());
        if (chunk.recipients().stream().noneMatch(due -> members.contains(due.address()))) {
            return Optional.empty();
        }
        return Optional.of(new Maker() {
            @Override
            public PostingCopy make(Address recipient) {
                return copy.from(path(group.get(), chunk, recipient));
            }

            @Override
            public boolean isFor(Address recipient) {
                return members.contains(recipient);
            }
        });
    }

    @Override
    public Optional<String> of(DueChunk chunk, Address recipient) {
        return chunk.content()
                .groupId()
                .flatMap(lookup::find)
                .filter(group -> failing(group).contains(recipient))
                .map(group -> path(group, chunk, recipient));
    }

    /** Returns the return path. If James cannot write it, there is none. */
    private String path(GroupEntry group, DueChunk chunk, Address recipient) {
        return MailAddresses.toMailAddress(returnPath.of(group, chunk.posting().id(), recipient))
                .map(MailAddress::asString)
                .orElse("");
    }

    /** Returns the members with failures. Delivery does not wait for the store of groups: nobody is one without it. */
    private Set<Address> failing(GroupEntry group) {
        Set<Address> known = failing.getIfPresent(group.id());
        if (known == null) {
            known = read(group);
            failing.put(group.id(), known);
        }
        return known;
    }

    private Set<Address> read(GroupEntry group) {
        try {
            return ledger.failing(group.id());
        } catch (StoreUnavailableException e) {
            LOGGER.debug("nobody knows now whose copies have failed", LogText.neutral(e));
            return Set.of();
        }
    }
}
