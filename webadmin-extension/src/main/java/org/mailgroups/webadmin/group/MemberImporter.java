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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.mailgroups.group.Address;
import org.mailgroups.group.CyclicMembershipException;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Profile;
import org.mailgroups.group.ProfileRepository;
import org.mailgroups.webadmin.imports.Applied;
import org.mailgroups.webadmin.imports.Identifiers;
import org.mailgroups.webadmin.imports.Importer;
import org.mailgroups.webadmin.imports.PlanFile;
import org.mailgroups.webadmin.imports.PlannedRow;
import org.mailgroups.webadmin.imports.Row;

/** {@code Identifier;Name} into the members of a group. An identifier is a mail address, or what a user's profile has as identifier. */
final class MemberImporter implements Importer<Address> {
    static final List<String> COLUMNS = List.of("Identifier", "Name");

    private final Address group;
    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final AddressRules rules;
    private final Ancestors ancestors;

    MemberImporter(
            Address group,
            GroupRepository groups,
            ProfileRepository profiles,
            AddressRules rules,
            Ancestors ancestors) {
        this.group = group;
        this.groups = groups;
        this.profiles = profiles;
        this.rules = rules;
        this.ancestors = ancestors;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void resolve(List<Row> rows, BiConsumer<Row, Resolution<Address>> action) {
        Map<String, Address> owners = profiles.findByIdentifiers(rows.stream()
                .map(row -> identifier(row.cells()))
                .filter(identifier -> !isAddress(identifier) && !identifier.isEmpty())
                .distinct()
                .toList());
        rows.forEach(row -> action.accept(row, resolution(row.cells(), owners)));
    }

    private static Resolution<Address> resolution(List<String> cells, Map<String, Address> owners) {
        String identifier = identifier(cells);
        if (identifier.isEmpty()) {
            return new Resolution.Refused<>("Identifier is empty");
        }
        try {
            Address address = isAddress(identifier) ? Address.parse(identifier) : owner(identifier, owners);
            return new Resolution.Named<>(new NewMember(address, name(cells)).address());
        } catch (InvalidValueException e) {
            return new Resolution.Refused<>(e.getMessage());
        }
    }

    private static Address owner(String identifier, Map<String, Address> owners) {
        Address owner = owners.get(identifier);
        if (owner == null) {
            // A wrong letter is worth saying only where it explains why nobody is found.
            throw new InvalidValueException(
                    Identifiers.defect(identifier).orElse("no user has the identifier " + identifier));
        }
        return owner;
    }

    private static boolean isAddress(String identifier) {
        return identifier.indexOf('@') >= 0;
    }

    private static String identifier(List<String> cells) {
        return cells.get(0).strip();
    }

    private static String name(List<String> cells) {
        return cells.get(1).strip();
    }

    @Override
    public String write(Address key) {
        return key.toString();
    }

    @Override
    public Address read(String text) {
        return Address.parse(text);
    }

    @Override
    public String describe(Address key) {
        return key.toString();
    }

    @Override
    public String meaning(List<String> cells) {
        return name(cells);
    }

    @Override
    public Map<Address, String> refusals(Set<Address> named, PlanFile<Address> plan) {
        Map<Address, String> refusals = new HashMap<>();
        for (Address missing : rules.missingAmong(named)) {
            refusals.put(missing, missing + " is neither a user nor a group nor a mapping of this server");
        }
        for (Address above : ancestors.addressesAbove(group)) {
            if (named.contains(above)) {
                refusals.put(above, new CyclicMembershipException(group, above).getMessage());
            }
        }
        if (named.contains(group)) {
            refusals.put(group, new CyclicMembershipException(group, group).getMessage());
        }
        return refusals;
    }

    @Override
    public Applied apply(List<PlannedRow<Address>> rows, boolean dryRun) {
        Map<Address, String> wanted = new LinkedHashMap<>();
        rows.forEach(row -> wanted.put(row.key(), name(row.cells())));
        MemberDiff diff =
                MemberDiff.of(wanted, groups.findMembers(group, wanted.keySet()), profiles.findAll(namedOnly(wanted)));
        if (!dryRun && !diff.isEmpty()) {
            groups.addMembers(group, diff.changes());
        }
        return new Applied(
                diff.added().size(),
                diff.renamed().size(),
                rows.size() - diff.added().size() - diff.renamed().size());
    }

    private static Collection<Address> namedOnly(Map<Address, String> wanted) {
        return wanted.entrySet().stream()
                .filter(member -> !member.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void requireTarget() {
        if (groups.find(group).isEmpty()) {
            throw GroupService.unknown(group);
        }
    }

    @Override
    public void removeOthers(Set<Address> named, boolean dryRun, LongConsumer removed) {
        String after = "";
        boolean more = true;
        while (more) {
            Page<Member> page = groups.members(group, "", new PageRequest(after, PageRequest.MAX_LIMIT));
            List<Address> members = page.items().stream().map(Member::address).toList();
            List<Address> others =
                    members.stream().filter(member -> !named.contains(member)).toList();
            if (!others.isEmpty()) {
                removed.accept(dryRun ? others.size() : groups.removeMembers(group, others));
            }
            more = page.more() && !members.isEmpty();
            after = more ? members.get(members.size() - 1).key() : after;
        }
    }

    /**
     * What rows would change in a group: a pure comparison.
     *
     * @param added who is not there yet; with a name of its own only where the profile has not the same, so that a later change of the profile shows
     * @param renamed who is there under another name; a row without a name changes none
     */
    record MemberDiff(List<NewMember> added, List<NewMember> renamed) {
        static MemberDiff of(
                Map<Address, String> wanted, Map<Address, Member> present, Map<Address, Profile> profiles) {
            List<NewMember> added = new ArrayList<>();
            List<NewMember> renamed = new ArrayList<>();
            wanted.forEach((address, name) -> {
                Member member = present.get(address);
                if (member == null) {
                    Profile profile = profiles.get(address);
                    boolean isKnown = profile != null && profile.name().equals(name);
                    added.add(new NewMember(address, isKnown ? "" : name));
                } else if (!name.isEmpty() && !name.equals(member.knownAs())) {
                    renamed.add(new NewMember(address, name));
                }
            });
            return new MemberDiff(added, renamed);
        }

        boolean isEmpty() {
            return added.isEmpty() && renamed.isEmpty();
        }

        List<NewMember> changes() {
            List<NewMember> changes = new ArrayList<>(added);
            changes.addAll(renamed);
            return changes;
        }
    }
}
