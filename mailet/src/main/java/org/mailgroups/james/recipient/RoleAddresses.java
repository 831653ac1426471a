// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The addresses beside a group's own (RFC 2142 6): {@code team-owner@} reaches the administrators of {@code team@}, and
 * {@code team-request@} answers with a short help. Both are for authenticated users of this server.
 *
 * <p>A user, alias or group that has exactly such an address comes first. Thread-safe.
 */
public final class RoleAddresses {
    /** The purpose of a role address. */
    public enum Role {
        OWNER(RoleEnding.OWNER),
        REQUEST(RoleEnding.REQUEST);

        private final RoleEnding ending;

        Role(RoleEnding ending) {
            this.ending = ending;
        }
    }

    /** One group's address for one role. */
    public record RoleAddress(Role role, GroupEntry group) {}

    private final GroupDirectory directory;
    private final LocalAddresses localAddresses;

    @Inject
    public RoleAddresses(GroupDirectory directory, LocalAddresses localAddresses) {
        this.directory = directory;
        this.localAddresses = localAddresses;
    }

    /**
     * Returns the role and the group of an address, with or without a sub-address; empty if it is no role address.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public Optional<RoleAddress> of(Address address) {
        Address base = address.withoutDetail();
        return Stream.of(Role.values())
                .filter(role -> role.ending.groupAddress(base).isPresent())
                .findFirst()
                .filter(role -> isFree(base) && isFree(address))
                .flatMap(role -> role.ending
                        .groupAddress(base)
                        .flatMap(directory::groupAt)
                        .map(group -> new RoleAddress(role, group)));
    }

    private boolean isFree(Address address) {
        return directory.groupAt(address).isEmpty()
                && localAddresses.holderOf(address).isEmpty();
    }

    /** Returns the refusal of a message to a role address, as far as RCPT can tell; empty if it may go on. */
    public static Optional<Decision.Refuse> refusal(boolean automatic, boolean authenticated) {
        return automatic || !authenticated
                ? refuse("Only authenticated users of this server may write to this address")
                : Optional.empty();
    }

    /** Returns the refusal of a message to a role address, as soon as From is known; empty if the author may write. */
    public static Optional<Decision.Refuse> refusal(boolean automatic, Author author) {
        return refusal(automatic, author.isAuthenticated()).or(() -> author.foreignAddress()
                .flatMap(foreign -> refuse("You are not " + foreign + ": write to this address as yourself")));
    }

    private static Optional<Decision.Refuse> refuse(String reason) {
        return Optional.of(new Decision.Refuse(Decision.Cause.NOT_ALLOWED, reason));
    }
}
