// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * Finds out where recipients lead that are no groups themselves: an alias, an alias domain or a forward may lead to a
 * group. Thread-safe.
 */
public final class DirectRecipients {
    private final GroupDirectory directory;
    private final AddressRewriting rewriting;

    @Inject
    public DirectRecipients(GroupDirectory directory, AddressRewriting rewriting) {
        this.directory = directory;
        this.rewriting = rewriting;
    }

    /**
     * Returns where the recipients lead, in their order. The mail server is asked in bulk.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public List<DirectRecipient> of(List<Address> others) {
        Set<String> localDomains = rewriting.localDomains();
        Map<Address, Rewritten> rewritten = rewriting.rewrite(others.stream()
                .filter(address -> localDomains.contains(address.domain()))
                .toList());
        return others.stream()
                .map(address -> rewritten.get(address) instanceof Rewritten.To to
                        ? direct(address, to.addresses())
                        : new DirectRecipient(address, List.of(address), List.of()))
                .toList();
    }

    private DirectRecipient direct(Address address, Set<Address> targets) {
        List<Address> finals = new ArrayList<>();
        List<GroupEntry> groups = new ArrayList<>();
        for (Address target : targets) {
            directory.groupAt(target).ifPresentOrElse(groups::add, () -> finals.add(target));
        }
        return new DirectRecipient(address, finals, groups);
    }
}
