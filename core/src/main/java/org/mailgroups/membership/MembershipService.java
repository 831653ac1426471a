// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Comparator;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.membership.Ancestors.Membership;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/** Groups from the side of an address: where it is, taking it out everywhere, giving it a new name everywhere. Thread-safe. */
public final class MembershipService {
    private final GroupRepository groups;
    private final Ancestors ancestors;
    private final AddressRules rules;
    private final AuditTrail audit;

    @Inject
    public MembershipService(GroupRepository groups, Ancestors ancestors, AddressRules rules, AuditTrail audit) {
        this.groups = groups;
        this.ancestors = ancestors;
        this.rules = rules;
        this.audit = audit;
    }

    /** The groups an address is in, directly and through nesting, by address. */
    public Page<Membership> list(Principal principal, Address address, PageRequest page) {
        Rights.requirePostmaster(principal, "memberships");
        List<Membership> found = ancestors.of(address).stream()
                .filter(membership -> key(membership).compareTo(page.after()) > 0)
                .sorted(Comparator.comparing(MembershipService::key))
                .limit(page.limit() + 1L)
                .toList();
        return Page.ofOneMoreThan(page.limit(), found);
    }

    public static String key(Membership membership) {
        return membership.group().address().key();
    }

    /**
     * Takes an address out of every group, as member and as administrator.
     *
     * @throws org.mailgroups.value.LastAdministratorException if a group would have no administrator left; then nothing has changed
     */
    public void forget(Principal principal, Address address) {
        Rights.requirePostmaster(principal, "memberships");
        if (groups.forget(address)) {
            audit.record(principal, "memberships-removed", "address", address);
        }
    }

    /** Puts a new address in the place of an old one in every group; where the old one administers, the new one must be a user. */
    public void rename(Principal principal, Address from, Address to) {
        Rights.requirePostmaster(principal, "memberships");
        rules.requireExisting("to", to);
        boolean isAdministrator = !groups.list(GroupFilter.all().administeredBy(from), PageRequest.first(1))
                .items()
                .isEmpty();
        if (isAdministrator) {
            rules.requireUser("to", to);
        }
        if (groups.rename(from, to)) {
            audit.record(principal, "memberships-renamed", "address", from, "to", to);
        }
    }
}
