// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.right;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * The person or program in whose name a call is made. Every call of a service has one: for its {@link Rights}, and for
 * the audit trail.
 */
public sealed interface Principal {
    /** Returns the name for the audit trail. */
    String name();

    /** Returns the address that the name is. It is empty if the name is no address, such as that of a program. */
    Optional<Address> address();

    /** Returns all addresses under which groups and contacts may know the principal. */
    Set<Address> addresses();

    /** Returns the principal for the holder of an administrator's token of James. */
    static Principal postmaster(String name) {
        return new Postmaster(name);
    }

    /**
     * A postmaster, who may do everything. So may the server, when it carries out what somebody had the right to order:
     * it does so in that one's name.
     */
    record Postmaster(String name) implements Principal {
        public Postmaster {
            name = Text.line("principal", name, Address.MAX_OCTETS);
        }

        @Override
        public Optional<Address> address() {
            try {
                return Optional.of(Address.parse(name));
            } catch (InvalidValueException e) {
                return Optional.empty();
            }
        }

        @Override
        public Set<Address> addresses() {
            return address().map(Set::of).orElse(Set.of());
        }
    }

    /**
     * A user of this server, who has authenticated.
     *
     * @param addresses the user's own address and all aliases, also those that lead to others as well
     */
    record User(Address user, Set<Address> addresses) implements Principal {
        public User {
            addresses = with(user, addresses);
        }

        private static Set<Address> with(Address user, Set<Address> aliases) {
            Set<Address> all = new TreeSet<>(aliases);
            all.add(user);
            return Set.copyOf(all);
        }

        @Override
        public String name() {
            return user.toString();
        }

        @Override
        public Optional<Address> address() {
            return Optional.of(user);
        }
    }

    /**
     * Whoever holds a link that was sent to a person. The link gives what that person may do, but for one act on one
     * thing. The person may be none of this server.
     */
    record Bearer(Address person, Act act, Thing thing) implements Principal {
        @Override
        public String name() {
            return person.toString();
        }

        @Override
        public Optional<Address> address() {
            return Optional.of(person);
        }

        @Override
        public Set<Address> addresses() {
            return Set.of(person);
        }
    }
}
