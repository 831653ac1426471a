// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Comparator;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.delivery.PostingReading;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.membership.Ancestors.Membership;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/** Lists the memberships of an address, removes it from all groups, and replaces it in all groups. Thread-safe. */
public final class MembershipService {
    private final GroupRepository groups;
    private final PostingReading postings;
    private final Ancestors ancestors;
    private final AddressRules rules;
    private final AuditTrail audit;

    @Inject
    public MembershipService(
            GroupRepository groups,
            PostingReading postings,
            Ancestors ancestors,
            AddressRules rules,
            AuditTrail audit) {
        this.groups = groups;
        this.postings = postings;
        this.ancestors = ancestors;
        this.rules = rules;
        this.audit = audit;
    }

    /** Returns the groups that an address is in, directly and through nested groups, by the group's address. */
    public Page<Membership> list(Principal principal, Address address, PageRequest page) {
        Rights.requirePostmaster(principal, "memberships");
        List<Membership> found = ancestors.of(address).stream()
                .filter(membership -> key(membership).compareTo(page.after()) > 0)
                .sorted(Comparator.comparing(MembershipService::key))
                .limit(page.limit() + 1L)
                .toList();
        return Page.of(page.limit(), found, MembershipService::key);
    }

    private static String key(Membership membership) {
        return membership.group().address().key();
    }

    /**
     * Removes an address from every group, as member, administrator and allowed sender, and its profile. Of messages
     * whose delivery is over for an hour, it is not known any more that they were for it, or of it.
     *
     * @throws org.mailgroups.value.LastAdministratorException if a group would have no administrator left; then nothing
     *     has changed
     */
    public void forget(Principal principal, Address address) {
        Rights.requirePostmaster(principal, "memberships");
        if (groups.forget(address)) {
            audit.record(principal, "memberships-removed", "address", address);
        }
        postings.replace(address, PostingReading.FORGOTTEN);
    }

    /**
     * Replaces an address by another one in every group, as member, administrator and allowed sender, and in its
     * profile. If the old address is an administrator, the new one must be a user.
     *
     * @throws org.mailgroups.value.InvalidValueException naming {@code to}, if it does not exist, or must be a user
     */
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
        postings.replace(from, to);
    }
}
