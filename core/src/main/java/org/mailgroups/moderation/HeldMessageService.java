// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.decision.Ruling;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.moderation.HeldMessageContent.HeaderField;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.TooManyEntriesException;
import org.mailgroups.value.WrongStateException;

/**
 * Shows held messages, and decides about them.
 *
 * <p>Thread-safe. Every method throws {@link NotFoundException} for a group or a message that does not exist.
 */
public final class HeldMessageService {
    /** The most messages that are decided about at once: as many as a page has, unless it is told otherwise. */
    public static final int MAX_AT_ONCE = PageRequest.DEFAULT_LIMIT;

    private final HeldMessageRepository held;
    private final HeldMessageContent content;
    private final HeldMessageDecisions decisions;
    private final GroupRights rights;
    private final Clock clock;

    @Inject
    public HeldMessageService(
            HeldMessageRepository held,
            HeldMessageContent content,
            HeldMessageDecisions decisions,
            GroupRights rights,
            Clock clock) {
        this.held = held;
        this.content = content;
        this.decisions = decisions;
        this.rights = rights;
        this.clock = clock;
    }

    public Page<HeldMessage> list(Principal principal, Address group, PageRequest page) {
        rights.require(principal, Act.MODERATE, group);
        return held.list(group, page);
    }

    /** Returns a message of a group, with or without a decision. One with a decision is forgotten after a while. */
    public HeldMessage get(Principal principal, Address group, String id) {
        rights.require(principal, Act.MODERATE, group, Thing.heldMessage(id));
        return held.find(group, id).orElseThrow(() -> unknown(group, id));
    }

    /** A held message with the fields of its header. */
    public record Shown(HeldMessage message, List<HeaderField> header) {}

    public Shown show(Principal principal, Address group, String id) {
        HeldMessage message = waiting(principal, group, id);
        return new Shown(message, content.header(id).orElseThrow(() -> gone(id)));
    }

    /** Returns the octets of a message that waits. The caller closes the stream. */
    public InputStream open(Principal principal, Address group, String id) {
        waiting(principal, group, id);
        return content.open(id).orElseThrow(() -> gone(id));
    }

    private HeldMessage waiting(Principal principal, Address group, String id) {
        rights.require(principal, Act.MODERATE, group, Thing.heldMessage(id));
        return held.find(group, id)
                .filter(message -> message.state() == HeldState.HELD)
                .orElseThrow(() -> unknown(group, id));
    }

    private static NotFoundException unknown(Address group, String id) {
        return new NotFoundException("no message " + id + " waits for " + group);
    }

    private static WrongStateException gone(String id) {
        return new WrongStateException("message " + id + " itself is not in this server's mail repository");
    }

    /**
     * Decides about a message. To decide again in the same way is no error, and changes nothing.
     *
     * @throws WrongStateException if there is another decision already
     */
    public void decide(Principal principal, Address group, String id, Ruling ruling, String comment) {
        rights.require(principal, Act.MODERATE, group, Thing.heldMessage(id));
        HeldMessage message = held.find(group, id).orElseThrow(() -> unknown(group, id));
        HeldState wanted = HeldState.after(ruling);
        HeldMessage decided = message.state() == HeldState.HELD
                ? decisions.decide(message, new Verdict(wanted, principal.name(), clock.instant(), comment))
                : message;
        if (decided.state() != wanted) {
            throw new WrongStateException(
                    "message " + id + " was " + decided.state().text() + " before");
        }
    }

    /**
     * Decides about many messages in the same way, all or none. One that was decided about in this way before stays as
     * it is.
     *
     * @param ids at most {@link #MAX_AT_ONCE}, each once
     * @throws NotFoundException naming the first of {@code ids} that is no message of the group
     * @throws WrongStateException naming the first of {@code ids} about which there is another decision already
     */
    public void decideAll(Principal principal, Address group, List<String> ids, Ruling ruling, String comment) {
        rights.require(principal, Act.MODERATE, group);
        TooManyEntriesException.check("ids", ids, MAX_AT_ONCE);
        List<HeldMessage> messages = new ArrayList<>();
        for (String id : ids) {
            messages.add(held.find(group, id)
                    .orElseThrow(() -> new NotFoundException(
                            "ids[" + ids.indexOf(id) + "]", unknown(group, id).reason())));
        }
        HeldState wanted = HeldState.after(ruling);
        decisions.decideAll(messages, new Verdict(wanted, principal.name(), clock.instant(), comment));
    }
}
