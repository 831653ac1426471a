// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import com.google.common.net.InetAddresses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailgroups.idna.DomainName;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;

/**
 * Answers whether mail to an address goes somewhere, as far as this server can know. Mail to another server may, if
 * mail can be sent to an address of this form at all. Mail to a local domain does if a user, a mapping or a group has
 * the address as well.
 *
 * <p>About forms it is the only place that decides: what is refused at the door is what an expansion cannot reach.
 * James would refuse such an address when a message is sent, after everybody was told that all is well.
 *
 * <p>Thread-safe, if its ports are.
 */
public final class Destinations {
    private final LocalAddresses localAddresses;
    private final GroupLookup groups;

    public Destinations(LocalAddresses localAddresses, GroupLookup groups) {
        this.localAddresses = localAddresses;
        this.groups = groups;
    }

    /**
     * Returns those of the given addresses to which mail would go nowhere, each with a sentence that says why. Local
     * addresses are looked up in bulk.
     */
    public Map<Address, String> refusals(Collection<Address> addresses) {
        Map<Address, String> refusals = new LinkedHashMap<>();
        Map<String, Boolean> domains = new HashMap<>();
        List<Address> local = new ArrayList<>();
        for (Address address : addresses) {
            Optional<String> refusal = refusal(address);
            if (refusal.isPresent()) {
                refusals.put(address, refusal.get());
            } else if (domains.computeIfAbsent(address.domain(), localAddresses::isLocalDomain)) {
                local.add(address);
            }
        }
        if (!local.isEmpty()) {
            Set<Address> existing = localAddresses.existing(local);
            local.stream()
                    .filter(address -> !existing.contains(address))
                    .filter(address -> groups.find(address).isEmpty())
                    .forEach(address -> refusals.put(
                            address, address + " is neither a user nor a group nor a mapping of this server"));
        }
        return refusals;
    }

    /** Returns why no mail can be sent to an address; empty if it can be. The reason says what would be right. */
    public static Optional<String> defect(Address address) {
        if (!isAscii(address.key())) {
            return Optional.of("its local part is not ASCII, and this server cannot send to such an address"
                    + " (SMTPUTF8, RFC 6531); give one with a to z, digits and signs before the @");
        }
        String domain = address.domain();
        if (!DomainName.hasValidLabels(domain)) {
            return Optional.of("its domain has a label with xn-- that stands for no international name (RFC 5891);"
                    + " write the domain in its own letters");
        }
        if (isDigit(domain.charAt(domain.lastIndexOf('.') + 1)) && !InetAddresses.isInetAddress(domain)) {
            return Optional.of("its domain ends with a label that begins with a digit, as no top-level domain does;"
                    + " check the end of the address");
        }
        return Optional.empty();
    }

    /**
     * Checks that mail can be sent to an address.
     *
     * @throws InvalidValueException naming {@code field}
     */
    public static void requireSendable(String field, Address address) {
        refusal(address).ifPresent(refusal -> {
            throw new InvalidValueException(field, refusal);
        });
    }

    private static Optional<String> refusal(Address address) {
        return defect(address).map(defect -> address + " can get no mail: " + defect);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
