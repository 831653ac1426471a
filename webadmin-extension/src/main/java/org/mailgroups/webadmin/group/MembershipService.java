/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.group;

import java.util.Comparator;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.group.Address;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Principal;
import org.mailgroups.webadmin.AuditTrail;
import org.mailgroups.webadmin.group.Ancestors.Membership;

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
    Page<Membership> list(Address address, PageRequest page) {
        List<Membership> found = ancestors.of(address).stream()
                .filter(membership -> key(membership).compareTo(page.after()) > 0)
                .sorted(Comparator.comparing(MembershipService::key))
                .limit(page.limit() + 1L)
                .toList();
        return Page.ofOneMoreThan(page.limit(), found);
    }

    static String key(Membership membership) {
        return membership.group().address().key();
    }

    /**
     * Takes an address out of every group, as member and as administrator.
     *
     * @throws org.mailgroups.group.LastAdministratorException if a group would have no administrator left; then nothing has changed
     */
    void forget(Principal principal, Address address) {
        if (groups.forget(address)) {
            audit.record(principal, "memberships-removed", "address", address);
        }
    }

    /** Puts a new address in the place of an old one in every group; where the old one administers, the new one must be a user. */
    void rename(Principal principal, Address from, Address to) {
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
