// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mailgroups.members.login.Logins;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/**
 * Logs users and the devices' account in. A name is a mail address, or the name of an entry that begins with one, such
 * as {@code mail=ann@example.org,dc=example,dc=org}. Thread-safe.
 */
final class LdapLogins {
    private final Logins logins;
    private final Optional<ServiceAccount> service;
    private final Function<Address, Set<Address>> aliases;

    /** @param aliases returns all addresses of a user */
    LdapLogins(Logins logins, Optional<ServiceAccount> service, Function<Address, Set<Address>> aliases) {
        this.logins = logins;
        this.service = service;
        this.aliases = aliases;
    }

    /**
     * Returns who has a name and a password; empty if the password is wrong, or there is nobody with this name.
     *
     * @throws org.mailgroups.call.RefusedCallException if too many were wrong before
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    Optional<Principal> principal(String name, String password, String network) {
        String address = address(name);
        Optional<ServiceAccount> account = service.filter(known ->
                Address.tryParse(address).filter(known.address()::equals).isPresent());
        Optional<Address> found = account.isPresent()
                ? logins.user(address, password, network, (user, given) -> ofService(account.get(), given))
                : logins.user(address, password, network, Logins.Scope.ADDRESS_BOOK);
        return found.map(user -> new Principal.User(user, aliases.apply(user)));
    }

    private static Optional<Address> ofService(ServiceAccount account, String password) {
        return account.has(password) ? Optional.of(account.address()) : Optional.empty();
    }

    /** Returns the mail address in a name, or the name itself if it has none. */
    private static String address(String name) {
        if (name.indexOf('=') < 0) {
            return name;
        }
        try {
            RDN first = new DN(name).getRDN();
            boolean isOurs = first != null
                    && !first.isMultiValued()
                    && (first.hasAttribute("mail") || first.hasAttribute("uid"));
            return isOurs ? first.getAttributeValues()[0] : name;
        } catch (LDAPException e) {
            return name;
        }
    }
}
