// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.util.Optional;
import org.mailgroups.value.Address;

/**
 * A message that waits for an administrator's decision, or has waited for it, as it stands in the store.
 *
 * @param facts what is known of the message
 * @param position grows with each message that is held; the key of pages
 * @param group the address that the group has now; the last one, if it was disbanded
 * @param verdict null as long as nobody has decided
 */
public record HeldMessage(NewHeldMessage facts, long position, Address group, Verdict verdict) {
    public String id() {
        return facts.id();
    }

    public HeldState state() {
        return verdict == null ? HeldState.HELD : verdict.state();
    }

    /** What was decided, if anything was. */
    public Optional<Verdict> decision() {
        return Optional.ofNullable(verdict);
    }
}
