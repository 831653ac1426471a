// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.Membership;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.token.Signer;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;

/** Messages that wait for the groups of a server in memory, and decisions about them, for tests. */
public final class MemoryHeld {
    /** When each message has come, and each decision is made. */
    public static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");

    private final MemoryServer server;
    private final GroupDirectory directory;
    private final Map<Long, HeldMessage> messages = new TreeMap<>();
    private Verdict earlier;

    public MemoryHeld(MemoryServer server) {
        this.server = server;
        this.directory = new GroupDirectory(server, server);
    }

    /**
     * Holds a message.
     *
     * @param author the authenticated author; null if there is none
     */
    public HeldMessage hold(String group, String sender, String author, String subject) {
        GroupEntry entry = server.find(Address.parse(group)).orElseThrow();
        long position = messages.size() + 1L;
        NewHeldMessage facts = new NewHeldMessage(
                "message-" + position,
                entry.id(),
                entry.address(),
                sender,
                author == null ? null : Address.parse(author),
                subject,
                "",
                NOW,
                100,
                "It waits");
        messages.put(position, new HeldMessage(facts, position, entry.address(), null));
        return messages.get(position);
    }

    /** Returns a message as it is now. */
    public HeldMessage now(HeldMessage message) {
        return messages.get(message.position());
    }

    /** Decides about a message without being asked, as expiry does. */
    public void decide(HeldMessage message, HeldState state, String by) {
        messages.put(message.position(), message.decidedBy(new Verdict(state, by, NOW, "")));
    }

    /** Lets somebody else decide at the very moment of the next decision. */
    public void decideFirst(HeldState state, String by) {
        earlier = new Verdict(state, by, NOW, "");
    }

    /** Forgets a decision, as the server does after some weeks. */
    public void forget(HeldMessage message) {
        messages.remove(message.position());
    }

    public HeldLinks links() {
        return new HeldLinks(new Tokens(new Signer(new byte[] {1})), port(HeldMessageRepository.class), directory);
    }

    public HeldMessageService service() {
        return new HeldMessageService(
                port(HeldMessageRepository.class),
                port(HeldMessageContent.class),
                port(HeldMessageDecisions.class),
                new GroupRights(server, new Membership(directory, server)),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private <P> P port(Class<P> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "find" -> arguments.length == 1
                            ? Optional.ofNullable(messages.get(arguments[0]))
                            : find((Address) arguments[0], (String) arguments[1]);
                    case "decide" -> decide((HeldMessage) arguments[0], (Verdict) arguments[1]);
                    default -> throw new IllegalStateException("deciding needs no " + method);
                }));
    }

    private Optional<HeldMessage> find(Address group, String id) {
        long groupId = server.find(group).orElseThrow().id();
        return messages.values().stream()
                .filter(message -> message.id().equals(id) && message.facts().groupId() == groupId)
                .findFirst();
    }

    private HeldMessage decide(HeldMessage message, Verdict verdict) {
        HeldMessage now = now(message);
        if (now.state() == HeldState.HELD) {
            Verdict first = Stream.of(Optional.ofNullable(earlier), Optional.of(verdict))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow();
            messages.put(message.position(), now.decidedBy(first));
        }
        return now(message);
    }
}
