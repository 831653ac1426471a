// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Chunk;
import org.mailgroups.distribution.Chunker;
import org.mailgroups.distribution.Cursor;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.DirectRecipient;
import org.mailgroups.distribution.DirectRecipients;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.distribution.Recipient;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.value.Address;

/**
 * Distributes one message in steps. The first step decides about it group by group, expands the groups that take it,
 * and only then acts: it refuses, holds, sends chunks. The rest goes on as the message itself, with a cursor, and each
 * further step sends some chunks more.
 *
 * <p>Everybody gets a message once, through whichever of its recipients. If a part of it waits for administrators, that
 * part carries the final addresses that the rest has served. It carries these, and not the groups that led to them:
 * somebody who joins such a group afterwards has not got the message, and must get it from the part that is approved
 * later. Two parts that both wait do not know of each other: the fate of one is open when the other is approved. So a
 * member of both groups gets a copy for each approval.
 *
 * <p>Thread-safe.
 */
public final class Distributor {
    private static final Duration DELAY = Duration.ofSeconds(5);

    private static final Decision.Refuse NO_MEMBERS =
            new Decision.Refuse(Decision.Cause.NOBODY_REACHED, "the group has no members that can be reached");
    private static final Decision.Refuse GROUP_GONE = new Decision.Refuse(
            Decision.Cause.GROUP_GONE, "the group was renamed or disbanded while the message was distributed");

    /**
     * The chunks that are spooled before the message goes on as itself. A crash in between sends at most these twice.
     */
    private static final int CHUNKS_PER_STEP = 10;

    private final MailetContext context;
    private final ExpansionParameters parameters;
    private final Expander expander;
    private final DirectRecipients directRecipients;
    private final AddressRewriting rewriting;
    private final ReturnPath returnPath;
    private final Trace trace;
    private final Gate gate;
    private final Refusals refusals;
    private final OutgoingPace pace;
    private final WaitingRoom waitingRoom;
    private final MetricFactory metrics;
    private final Chunker chunker;
    private final Plans plans = new Plans();

    public Distributor(
            MailetContext context,
            ExpansionParameters parameters,
            Expander expander,
            DirectRecipients directRecipients,
            AddressRewriting rewriting,
            ReturnPath returnPath,
            Trace trace,
            Gate gate,
            Refusals refusals,
            OutgoingPace pace,
            WaitingRoom waitingRoom,
            MetricFactory metrics) {
        this.context = context;
        this.parameters = parameters;
        this.expander = expander;
        this.directRecipients = directRecipients;
        this.rewriting = rewriting;
        this.returnPath = returnPath;
        this.trace = trace;
        this.gate = gate;
        this.refusals = refusals;
        this.pace = pace;
        this.waitingRoom = waitingRoom;
        this.metrics = metrics;
        this.chunker = new Chunker(parameters.chunkSizes());
    }

    /**
     * Takes the first step of a message that has just come in, or was approved. The recipients that lead to no group
     * stay in it for James.
     *
     * @param direct where the recipients lead that are no group
     */
    public void begin(Mail mail, MailRecipients recipients, List<DirectRecipient> direct) throws MessagingException {
        Copies copies = Copies.of(mail, context, returnPath, trace);
        List<Address> served = new ArrayList<>(Progress.served(mail));
        GroupDecisions admission = gate.decide(mail, copies.header(), copies.sizeAsSent(), recipients, direct);
        Expansion expansion = expand(admission.admitted(), admission.admitted()::contains, direct, served);
        List<GroupEntry> open = openGroups(expansion, admission);
        while (!open.isEmpty()) {
            admission = admission.and(gate.decide(mail, copies.header(), copies.sizeAsSent(), open));
            expansion = expand(admission.admitted(), admission.admitted()::contains, direct, served);
            open = openGroups(expansion, admission);
        }
        MailRecipients rest = recipients.without(namesTurnedAway(admission, recipients));
        if (expansion instanceof Expansion.Complete plan) {
            served.addAll(plan.direct());
            gate.turnAway(mail, admission, recipients, with(served, plan.recipients()));
            begin(mail, copies, rest, plan, new Progress(Cursor.START, ids(admission.admitted()), served));
        } else {
            gate.turnAway(mail, admission, recipients, served);
            refuseGroups(mail, rest, refusal(expansion));
        }
    }

    /** Returns the groups that only members' forwards lead to, and that are still to be asked. */
    private static List<GroupEntry> openGroups(Expansion expansion, GroupDecisions admission) {
        return expansion instanceof Expansion.Complete plan ? admission.open(plan.forwarded()) : List.of();
    }

    private static Set<MailAddress> namesTurnedAway(GroupDecisions admission, MailRecipients recipients) {
        return admission.turnedAway().stream()
                .flatMap(entry -> recipients.namesOf(entry.getKey()).stream())
                .collect(Collectors.toSet());
    }

    private static List<Address> with(List<Address> served, List<Recipient> recipients) {
        List<Address> all = new ArrayList<>(served);
        recipients.forEach(recipient -> all.add(recipient.address()));
        return all;
    }

    private void begin(Mail mail, Copies copies, MailRecipients recipients, Expansion.Complete plan, Progress progress)
            throws MessagingException {
        for (GroupEntry empty : plan.empty()) {
            refusals.refuse(mail, Gate.names(recipients, empty), NO_MEMBERS);
        }
        if (!plan.recipients().isEmpty()) {
            MessageTrail.distributed(mail, plan);
            metrics.generate("groupsMessages").increment();
            metrics.generate("groupsRecipients").add(plan.recipients().size());
        }
        metrics.generate("groupsUnreachableMembers").add(plan.unreachable().size());
        sendChunks(mail, copies, recipients, plan, progress);
        leaveToJames(mail, recipients, plan.untouched());
    }

    /** Takes a further step: sends as many chunks again, if the queue they go to has room. */
    public void goOn(Mail mail, MailRecipients recipients, Progress progress) throws MessagingException {
        Optional<Expansion.Complete> kept = plans.of(mail.getName());
        Expansion expansion = kept.isPresent() ? kept.get() : expandAnew(recipients, progress);
        if (!(expansion instanceof Expansion.Complete plan)) {
            refuseGroups(mail, recipients, refusal(expansion));
            return;
        }
        if (kept.isEmpty()) {
            refuseForGroupsThatAreGone(mail, recipients, plan);
        }
        Copies copies = Copies.of(mail, context, returnPath, trace);
        if (mayGoOn(mail, copies)) {
            sendChunks(mail, copies, recipients, plan, progress);
            leaveToJames(mail, recipients, List.of());
        } else {
            plans.keep(mail.getName(), plan);
            Recipients.takeOut(mail, mail.getRecipients(), part -> waitingRoom.sendLater(part, context, DELAY));
        }
    }

    /**
     * Refuses the rest of a distribution if its group is gone. A group may be renamed or disbanded
     * while a message to it is under way; after a restart it is not found again.
     */
    private void refuseForGroupsThatAreGone(Mail mail, MailRecipients recipients, Expansion.Complete plan)
            throws MessagingException {
        List<MailAddress> gone =
                plan.untouched().stream().map(recipients.byAddress()::get).toList();
        refusals.refuse(mail, gone, GROUP_GONE);
    }

    /** Expands again what an earlier step has admitted. A mail of an older version does not say what that is. */
    private Expansion expandAnew(MailRecipients recipients, Progress progress) {
        List<DirectRecipient> direct = directRecipients.of(recipients.others());
        Predicate<GroupEntry> admitted =
                group -> progress.admitted().isEmpty() || progress.admitted().contains(group.id());
        List<GroupEntry> groups = Stream.concat(
                        recipients.groups().stream(), direct.stream().flatMap(recipient -> recipient.groups().stream()))
                .distinct()
                .filter(admitted)
                .toList();
        return expand(groups, admitted, direct, progress.served());
    }

    private Expansion expand(
            Collection<GroupEntry> groups,
            Predicate<GroupEntry> takesForwards,
            List<DirectRecipient> direct,
            List<Address> served) {
        TimeMetric timer = metrics.timer("groupsExpansion");
        try {
            return expander.expand(groups, takesForwards, direct, served);
        } finally {
            timer.stopAndPublish();
        }
    }

    private static Set<Long> ids(Collection<GroupEntry> groups) {
        return groups.stream().map(GroupEntry::id).collect(Collectors.toSet());
    }

    private static Decision.Refuse refusal(Expansion expansion) {
        if (expansion instanceof Expansion.TooManyRecipients tooMany) {
            return overLimit("the groups have more than " + tooMany.limit() + " recipients");
        }
        if (expansion instanceof Expansion.TooDeep tooDeep) {
            return overLimit("groups are nested more than " + tooDeep.limit() + " deep");
        }
        throw new IllegalStateException("a complete expansion is no reason for a refusal");
    }

    private static Decision.Refuse overLimit(String reason) {
        return new Decision.Refuse(Decision.Cause.OVER_LIMIT, reason);
    }

    private void refuseGroups(Mail mail, MailRecipients recipients, Decision.Refuse refusal) throws MessagingException {
        List<MailAddress> groups = recipients.of(MailRecipient.OfGroup.class).stream()
                .map(MailRecipient::mailAddress)
                .distinct()
                .toList();
        refusals.refuse(mail, groups, refusal);
    }

    private boolean mayGoOn(Mail mail, Copies copies) throws MessagingException {
        try {
            return pace.mayGoOn(mail, parameters.chunksInFlight(copies.size()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while waiting for the outgoing queue", e);
        }
    }

    /** Sends the chunks of one step, and the message itself after them if some are left. */
    private void sendChunks(
            Mail mail, Copies copies, MailRecipients recipients, Expansion.Complete plan, Progress progress)
            throws MessagingException {
        int maxChunks = Math.min(CHUNKS_PER_STEP, parameters.chunksInFlight(copies.size()));
        Cursor reached = sendChunks(copies, plan, progress.cursor(), maxChunks);
        if (Chunker.isDone(plan.recipients(), reached)) {
            plans.forget(mail.getName());
            return;
        }
        plans.keep(mail.getName(), plan);
        Set<Address> untouched = Set.copyOf(plan.untouched());
        List<MailAddress> groups = recipients.byAddress().entrySet().stream()
                .filter(entry -> !untouched.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        copies.sendOn(groups, new Progress(reached, progress.admitted(), progress.served()));
    }

    private Cursor sendChunks(Copies copies, Expansion.Complete plan, Cursor from, int maxChunks)
            throws MessagingException {
        Cursor reached = from;
        for (Chunker.Window window : chunker.next(plan.recipients(), from, rewriting.localDomains(), maxChunks)) {
            int number = reached.chunks();
            for (Chunk chunk : window.chunks()) {
                copies.send(
                        chunk, number++, chunk.local() ? parameters.localProcessor() : parameters.remoteProcessor());
            }
            reached = window.next();
        }
        metrics.generate("groupsChunks").add(reached.chunks() - from.chunks());
        return reached;
    }

    /** Leaves the recipients that no group has to do with in the message; if there are none, it ends here. */
    private static void leaveToJames(Mail mail, MailRecipients recipients, List<Address> untouched) {
        Set<Address> kept = Set.copyOf(untouched);
        Set<MailAddress> served = recipients.all().stream()
                .filter(recipient -> !(recipient instanceof MailRecipient.NeverOurs)
                        && !(recipient instanceof MailRecipient.Other other && kept.contains(other.address())))
                .map(MailRecipient::mailAddress)
                .collect(Collectors.toSet());
        Recipients.keepOnly(mail, recipient -> !served.contains(recipient));
    }
}
