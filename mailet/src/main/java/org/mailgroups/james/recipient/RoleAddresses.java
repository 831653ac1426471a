// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The addresses beside a group's own (RFC 2142 6): {@code team-owner@} reaches the administrators of {@code team@}, {@code team-request@} answers with a short help. Both are for authenticated users of
 * this server.
 *
 * <p>A user, alias or group that has exactly such an address comes first. Thread-safe.
 */
public final class RoleAddresses {
    public static final String WHO_MAY_WRITE = "Only authenticated users of this server may write to this address";

    /** What a role address is for. */
    public enum Role {
        OWNER("-owner"),
        REQUEST("-request");

        private final String suffix;

        Role(String suffix) {
            this.suffix = suffix;
        }

        /** The address of this role at a group. */
        public Address at(Address group) {
            return Address.parse(group.localPart() + suffix + '@' + group.domain());
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
     * What role of which group an address is, with or without a sub-address.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public Optional<RoleAddress> of(Address address) {
        Address base = address.withoutDetail();
        return Stream.of(Role.values())
                .filter(role -> base.localPart().length() > role.suffix.length()
                        && base.localPart().endsWith(role.suffix))
                .findFirst()
                .flatMap(role -> directory
                        .groupAt(group(base, role))
                        .filter(group -> isFree(base) && isFree(address))
                        .map(group -> new RoleAddress(role, group)));
    }

    private static Address group(Address base, Role role) {
        String localPart = base.localPart();
        return Address.parse(localPart.substring(0, localPart.length() - role.suffix.length()) + '@' + base.domain());
    }

    private boolean isFree(Address address) {
        return directory.groupAt(address).isEmpty()
                && localAddresses.holderOf(address).isEmpty();
    }

    /** Why an author may not write to a role address; empty if he may. */
    public static Optional<Decision.Refuse> refusal(Author author) {
        if (!author.isAuthenticated()) {
            return Optional.of(new Decision.Refuse(Decision.Cause.NOT_ALLOWED, WHO_MAY_WRITE));
        }
        return author.foreignAddress()
                .map(foreign -> new Decision.Refuse(
                        Decision.Cause.NOT_ALLOWED, "You are not " + foreign + ": write to this address as yourself"));
    }
}
