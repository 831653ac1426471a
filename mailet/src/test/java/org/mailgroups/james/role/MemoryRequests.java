// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.mailgroups.choice.Delivery;
import org.mailgroups.delivery.PostingOutcomes;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Member;
import org.mailgroups.group.Membership;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.james.role.MemberNames.FirstMembers;
import org.mailgroups.membership.Ancestors;
import org.mailgroups.membership.MemberKind;
import org.mailgroups.membership.MemberService.KnownMember;
import org.mailgroups.membership.MemberState;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/** What answers tell of the groups of a server in memory, for tests. Its lists have short pages. */
public final class MemoryRequests {
    private static final int MAX_GROUPS = 200;
    private static final int PAGE = 50;

    private final MemoryServer server;
    private final GroupRights rights;
    private final Map<Address, String> names = new HashMap<>();

    public MemoryRequests(MemoryServer server) {
        this.server = server;
        this.rights = new GroupRights(server, new Membership(new GroupDirectory(server, server), server));
    }

    /** Gives a member a name, whatever is in it. */
    void name(String member, String name) {
        names.put(Address.parse(member), name);
    }

    /** Returns the answers. */
    public RequestAnswers answers(
            RequestAnswers.Descriptions descriptions, PostingOutcomes postings, AutomaticAnswers answers) {
        return new RequestAnswers(
                descriptions,
                new OwnPosting(postings),
                new MemberNames(this::first),
                new OwnGroups(this::memberships, server),
                answers);
    }

    private FirstMembers first(Principal principal, Address group, int limit) {
        rights.requireMemberList(principal, group);
        List<Address> all = server.members(server.find(group).orElseThrow()).stream()
                .sorted(Comparator.comparing(Address::key))
                .toList();
        return new FirstMembers(all.stream().limit(limit).map(this::known).toList(), all.size());
    }

    private KnownMember known(Address address) {
        return new KnownMember(
                new Member(address, names.getOrDefault(address, ""), Instant.EPOCH),
                server.find(address).isPresent() ? MemberKind.GROUP : MemberKind.USER,
                Optional.empty(),
                MemberState.ACTIVE,
                Delivery.EACH);
    }

    private Page<Ancestors.Membership> memberships(Principal principal, Address address, PageRequest page) {
        Rights.require(principal, Act.LIST_MEMBERSHIPS, address);
        List<Ancestors.Membership> rest = new Ancestors(groups())
                .of(address).stream()
                        .sorted(Comparator.comparing(MemoryRequests::key))
                        .filter(membership -> key(membership).compareTo(page.after()) > 0)
                        .limit(PAGE + 1L)
                        .toList();
        return Page.of(PAGE, rest, MemoryRequests::key);
    }

    private static String key(Ancestors.Membership membership) {
        return membership.group().address().key();
    }

    private GroupRepository groups() {
        return (GroupRepository) Proxy.newProxyInstance(
                GroupRepository.class.getClassLoader(),
                new Class<?>[] {GroupRepository.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("groupsWithMember")) {
                        throw new IllegalStateException("answers need no " + method);
                    }
                    return LongStream.range(0, MAX_GROUPS)
                            .mapToObj(server::find)
                            .flatMap(Optional::stream)
                            .filter(group -> server.members(group).contains(arguments[0]))
                            .map(this::stored)
                            .toList();
                });
    }

    private Group stored(GroupEntry group) {
        return new Group(
                group.id(),
                group.address(),
                names.getOrDefault(group.address(), group.name()),
                "",
                List.of(Address.parse("alice@example.org")),
                server.members(group).size(),
                Instant.EPOCH,
                group.version(),
                group.settings(),
                group.listId());
    }
}
