// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.leaving;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.confirmation.Confirmations;
import org.mailgroups.confirmation.MemoryConfirmations;
import org.mailgroups.distribution.Identities;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.distribution.OwnAddresses;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Membership;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.joining.JoiningService;
import org.mailgroups.joining.MemoryJoining;
import org.mailgroups.token.Signer;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;
import org.mailgroups.value.WrongStateException;

/** How people leave the groups of a server in memory, for tests. */
public final class MemoryLeaving {
    private final MemoryServer server;
    private final GroupDirectory directory;
    private final Identities identities;
    private final Tokens tokens = new Tokens(new Signer(new byte[] {1}));
    private final MemoryJoining joining;
    private final MemoryConfirmations asked = new MemoryConfirmations();
    private boolean isFull;

    public MemoryLeaving(MemoryServer server, Identities identities) {
        this.server = server;
        this.directory = new GroupDirectory(server, server);
        this.identities = identities;
        this.joining = new MemoryJoining(server, identities);
    }

    /** Lets no group exclude anybody more. */
    public void fill() {
        isFull = true;
    }

    public LeaveLinks links() {
        return new LeaveLinks(tokens, directory, server);
    }

    public LeavingService service() {
        return new LeavingService(
                port(GroupRepository.class),
                port(ExclusionRepository.class),
                directory,
                server,
                new GroupRights(server, new Membership(directory, server)),
                identities,
                server,
                new OwnAddresses(server, server),
                new AuditTrail());
    }

    /** Returns the questions to strangers; the port counts them, by no clock. */
    public Confirmations confirmations() {
        return new Confirmations(
                asked, directory, server, new Membership(directory, server), links(), tokens, Clock.systemUTC());
    }

    /** Returns the requests to join. */
    public MemoryJoining requests() {
        return joining;
    }

    /** Returns the way back into the groups. */
    public JoiningService joining() {
        Membership membership = new Membership(directory, server);
        return new JoiningService(
                port(GroupRepository.class),
                port(ExclusionRepository.class),
                joining.repository(),
                server,
                membership,
                new GroupRights(server, membership),
                new AddressRules(server, server),
                identities,
                new AuditTrail());
    }

    private <P> P port(Class<P> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "membersAmong" -> members((Address) arguments[0], (Collection<?>) arguments[1]);
                    case "removeMembers" -> server.removeMembers(
                            (Address) arguments[0], members((Address) arguments[0], (Collection<?>) arguments[1]));
                    case "addMembers" -> addMembers((Address) arguments[0], (Collection<?>) arguments[1]);
                    case "remove" -> server.include((Address) arguments[0], (Address) arguments[1]);
                    case "add" -> exclude((Address) arguments[0], (Address) arguments[1]);
                    default -> throw new IllegalStateException("leaving needs no " + method);
                }));
    }

    private int addMembers(Address group, Collection<?> members) {
        members.forEach(member -> server.addMember(
                group.toString(), ((NewMember) member).address().toString()));
        return members.size();
    }

    private Set<Address> members(Address group, Collection<?> among) {
        Set<Address> members = new HashSet<>(server.members(server.find(group).orElseThrow()));
        members.retainAll(among);
        return members;
    }

    private boolean exclude(Address group, Address member) {
        if (isFull) {
            throw new WrongStateException(group + " excludes too many, for a test");
        }
        return server.exclude(group, member);
    }
}
