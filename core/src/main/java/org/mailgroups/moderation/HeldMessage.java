// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.util.Optional;
import org.mailgroups.value.Address;

/**
 * A held message as it is in the store. It waits for a decision, or a decision was made.
 *
 * @param facts the message as it was when it was held
 * @param position grows with each held message; the key of pages
 * @param group the address that the group has now; its last one if it was disbanded
 * @param verdict null until somebody has decided
 */
public record HeldMessage(NewHeldMessage facts, long position, Address group, Verdict verdict) {
    public String id() {
        return facts.id();
    }

    public HeldState state() {
        return verdict == null ? HeldState.HELD : verdict.state();
    }

    /** Returns the message with a decision about it. */
    public HeldMessage decidedBy(Verdict decision) {
        return new HeldMessage(facts, position, group, decision);
    }

    /** Returns the decision, if there is one. */
    public Optional<Verdict> decision() {
        return Optional.ofNullable(verdict);
    }
}
