// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.Map;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.value.Address;

/** Is told what becomes of recipients, to count it and to say it where a postmaster looks. Never fails. Thread-safe. */
@FunctionalInterface
public interface Journal {
    /** Notes what became of some recipients of a chunk. */
    void note(DueChunk chunk, Map<Address, Attempt> attempts);
}
