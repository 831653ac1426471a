// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/**
 * Shows failures of members, and lets them be forgotten. It is no error to forget failures that are not there.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.NotFoundException} for a group that does not exist.
 */
public final class BounceService {
    private static final String THINGS = "bounces";

    private final BounceLedger ledger;
    private final AuditTrail audit;

    @Inject
    public BounceService(BounceLedger ledger, AuditTrail audit) {
        this.ledger = ledger;
        this.audit = audit;
    }

    /** Returns the members of a group with failures that count, by address. */
    public Page<Bounces> list(Principal principal, Address group, PageRequest page) {
        Rights.requirePostmaster(principal, THINGS);
        return ledger.list(group, page);
    }

    /** Forgets the failures of a member. A member who was suspended gets copies again. */
    public void forget(Principal principal, Address group, Address member) {
        Rights.requirePostmaster(principal, THINGS);
        if (ledger.forget(group, member)) {
            audit.record(principal, "bounces-forgotten", "group", group, "member", member);
        }
    }
}
