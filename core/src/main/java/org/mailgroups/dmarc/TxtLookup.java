// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.dmarc;

import java.io.IOException;
import java.util.List;

/** The port to the DNS. Thread-safe. Each call ends within some seconds. */
public interface TxtLookup {
    /**
     * Returns the TXT records of a name, each as one text; none if it has none, or does not exist.
     *
     * @throws IOException if the DNS does not answer
     */
    List<String> records(String name) throws IOException;

    /**
     * Tells whether a name exists, with whatever records (RFC 8020).
     *
     * @throws IOException if the DNS does not answer
     */
    boolean exists(String name) throws IOException;
}
