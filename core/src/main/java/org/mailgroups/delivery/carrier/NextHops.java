// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.carrier;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Finds the servers of a domain. Thread-safe. */
public interface NextHops {
    /** What a look-up finds. */
    sealed interface Found {
        /** These servers take mail for the domain. */
        record At(Hop.Servers servers) implements Found {}

        /** The domain takes no mail, by its own word (RFC 7505). */
        record Never(String reason) implements Found {}

        /** There is no such domain, as it seems now. */
        record NoDomain(String reason) implements Found {}

        /** Nobody can say now. */
        record Unknown(String reason) implements Found {}
    }

    /** Returns the servers of a domain if they are known without asking anybody. */
    Optional<Hop.Servers> known(String domain);

    /** Looks up the servers of a domain (RFC 5321 5.1). It may take seconds. */
    Found find(String domain);

    /** Returns the addresses of a host, of both families, the one to try first in front; empty if there are none. */
    List<InetAddress> addresses(String host);
}
