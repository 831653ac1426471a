// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.distribution.Identities;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.Membership;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.Nesting;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.token.Signer;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/** Requests to join the groups of a server in memory, and decisions about them, for tests. */
public final class MemoryJoining {
    /** When each request has come, and each decision is made. */
    public static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");

    private final MemoryServer server;
    private final GroupDirectory directory;
    private final Identities identities;
    private final Map<Long, JoinRequest> requests = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private boolean isFull;
    private boolean isAway;

    public MemoryJoining(MemoryServer server, Identities identities) {
        this.server = server;
        this.directory = new GroupDirectory(server, server);
        this.identities = identities;
    }

    /** Lets no group take more requests. */
    public void fill() {
        isFull = true;
    }

    /** Lets no exclusion end, since the store is away; or lets them end again. */
    public void away(boolean away) {
        isAway = away;
    }

    /** Returns who was told what, with the words of the one who decided. */
    public List<String> told() {
        return List.copyOf(told);
    }

    /** Returns all requests, as they are now. */
    public List<JoinRequest> requests() {
        return List.copyOf(requests.values());
    }

    /** Adds a request. */
    public JoinRequest ask(String group, String person) {
        add(server.find(Address.parse(group)).orElseThrow().id(), Address.parse(person), "");
        return requests.get((long) requests.size());
    }

    public JoinLinks links() {
        return new JoinLinks(new Tokens(new Signer(new byte[] {1})), repository(), directory);
    }

    public JoinRequestService service() {
        GroupRights rights = new GroupRights(server, new Membership(directory, server));
        return new JoinRequestService(
                repository(),
                port(ExclusionRepository.class),
                port(ProfileRepository.class),
                server,
                rights,
                new AddressRules(server, server),
                new Nesting(directory, server, rights),
                identities,
                (request, comment) -> told.add(request.person() + " " + request.state() + " " + comment),
                new AuditTrail(),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    public JoinRequestRepository repository() {
        return port(JoinRequestRepository.class);
    }

    private <P> P port(Class<P> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "add" -> add((Long) arguments[0], (Address) arguments[1], (String) arguments[2]);
                    case "find" -> arguments[0] instanceof Long id
                            ? Optional.ofNullable(requests.get(id))
                            : Optional.empty();
                    case "decide" -> decide((Long) arguments[0], (RequestDecision) arguments[1]);
                    case "remove" -> include((Address) arguments[0], (Address) arguments[1]);
                    default -> throw new IllegalStateException("joining needs no " + method);
                }));
    }

    private boolean include(Address group, Address person) {
        if (isAway) {
            throw new StoreUnavailableException("away for a test", null);
        }
        return server.include(group, person);
    }

    private JoinRequestRepository.Addition add(long group, Address person, String text) {
        if (isFull) {
            return JoinRequestRepository.Addition.FULL;
        }
        boolean isThere = requests.values().stream()
                .anyMatch(request -> request.groupId() == group
                        && request.person().equals(person)
                        && request.state() == RequestState.WAITING);
        if (isThere) {
            return JoinRequestRepository.Addition.PRESENT;
        }
        long id = requests.size() + 1L;
        Address address = server.find(group).orElseThrow().address();
        requests.put(id, new JoinRequest(id, group, address, person, text, NOW, null));
        return JoinRequestRepository.Addition.ADDED;
    }

    private JoinRequestRepository.Outcome decide(long id, RequestDecision decision) {
        JoinRequest before = requests.get(id);
        if (before.state() != RequestState.WAITING) {
            return new JoinRequestRepository.Outcome(before, false);
        }
        JoinRequest after = new JoinRequest(
                id, before.groupId(), before.group(), before.person(), before.text(), before.requestedAt(), decision);
        requests.put(id, after);
        if (decision.state() == RequestState.APPROVED) {
            server.addMember(before.group().toString(), before.person().toString());
        }
        return new JoinRequestRepository.Outcome(after, true);
    }
}
