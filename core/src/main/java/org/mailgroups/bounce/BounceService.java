// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Shows failures of members, and lets them be forgotten. It is no error to forget failures that are not there.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.NotFoundException} for a group that does not exist.
 */
public final class BounceService {
    private final GroupRights rights;
    private final BounceLedger ledger;
    private final AuditTrail audit;

    @Inject
    public BounceService(GroupRights rights, BounceLedger ledger, AuditTrail audit) {
        this.rights = rights;
        this.ledger = ledger;
        this.audit = audit;
    }

    /** Returns the members of a group with failures that count, by address. */
    public Page<Bounces> list(Principal principal, Address group, PageRequest page) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        return ledger.list(group, page);
    }

    /** Forgets the failures of a member. A member who was suspended gets copies again. */
    public void forget(Principal principal, Address group, Address member) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        if (ledger.forget(group, member)) {
            audit.record(principal, "bounces-forgotten", "group", group, "member", member);
        }
    }
}
