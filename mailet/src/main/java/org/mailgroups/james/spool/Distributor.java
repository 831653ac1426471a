// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.distribution.Recipient;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.value.Address;

/**
 * Distributes one message in steps. The first decides about it group by group, expands the groups that take it, and only then acts: refuses, holds, sends chunks. What is left goes on as the message
 * itself, with a cursor, and each further step sends some chunks more.
 *
 * <p>Everybody gets a message once, through whichever of its recipients, and also where a part of it waits for administrators: with that part is kept whom the rest has served. It is the final addresses of this
 * moment that are kept, not the groups that led to them: who joins one of these afterwards has not got the message, and must get it from the part that is approved later. Two parts that both wait do not
 * know of each other: what becomes of one is open when the other is approved, so a member of both groups gets a copy for each approval.
 *
 * <p>Thread-safe.
 */
public final class Distributor {
    private static final int DELAYED_SECONDS = 5;

    /** How many chunks are spooled before the message goes on as itself: what a crash in between has sent twice is at most this. */
    private static final int CHUNKS_PER_STEP = 10;

    private final MailetContext context;
    private final ExpansionParameters parameters;
    private final GroupDirectory directory;
    private final Expander expander;
    private final AddressRewriting rewriting;
    private final ReturnPath returnPath;
    private final Gate gate;
    private final Refusals refusals;
    private final OutgoingPace pace;
    private final MetricFactory metrics;
    private final Chunker chunker;
    private final Plans plans = new Plans();

    public Distributor(
            MailetContext context,
            ExpansionParameters parameters,
            GroupDirectory directory,
            Expander expander,
            AddressRewriting rewriting,
            ReturnPath returnPath,
            Gate gate,
            Refusals refusals,
            OutgoingPace pace,
            MetricFactory metrics) {
        this.context = context;
        this.parameters = parameters;
        this.directory = directory;
        this.expander = expander;
        this.rewriting = rewriting;
        this.returnPath = returnPath;
        this.gate = gate;
        this.refusals = refusals;
        this.pace = pace;
        this.metrics = metrics;
        this.chunker = new Chunker(parameters.chunkSizes());
    }

    /** The first step of a message that has just come in, or was approved. What no group has to do with stays in it for James. */
    public void begin(Mail mail) throws MessagingException {
        Copies copies = Copies.of(mail, context, returnPath);
        Gate.Admission admission = gate.admission(mail, copies.header(), copies.sizeAsSent());
        Map<Address, MailAddress> recipients = MailAddresses.recipients(mail);
        recipients.values().removeIf(recipient -> !admission.admits(recipient));
        List<Address> served = new ArrayList<>(Progress.served(mail));
        Expansion expansion = expand(recipients.keySet(), served, admission::admits);
        if (expansion instanceof Expansion.Complete plan) {
            served.addAll(plan.direct());
            admission.turnAway(with(served, plan.recipients()));
            begin(mail, copies, recipients, plan, served);
        } else {
            admission.turnAway(served);
            refuseAll(mail, recipients, reason(expansion));
        }
    }

    private static List<Address> with(List<Address> served, List<Recipient> recipients) {
        List<Address> all = new ArrayList<>(served);
        recipients.forEach(recipient -> all.add(recipient.address()));
        return all;
    }

    private void begin(
            Mail mail,
            Copies copies,
            Map<Address, MailAddress> recipients,
            Expansion.Complete plan,
            List<Address> served)
            throws MessagingException {
        for (GroupEntry empty : plan.empty()) {
            refusals.refuse(mail, recipientsFor(mail, empty), "5.2.4 the group has no members that can be reached");
        }
        if (!plan.recipients().isEmpty()) {
            AuditLog.distributed(mail, plan);
            metrics.generate("groupsMessages").increment();
            metrics.generate("groupsRecipients").add(plan.recipients().size());
        }
        metrics.generate("groupsUnreachableMembers").add(plan.unreachable().size());
        sendChunks(mail, copies, recipients, plan, new Progress(Cursor.START, served));
        leaveToJames(mail, Set.copyOf(plan.untouched()));
    }

    /** A further step: as many chunks again, if the queue they go to has room. */
    public void goOn(Mail mail, Progress progress) throws MessagingException {
        Map<Address, MailAddress> recipients = MailAddresses.recipients(mail);
        Optional<Expansion.Complete> kept = plans.of(mail.getName());
        Expansion expansion =
                kept.isPresent() ? kept.get() : expand(recipients.keySet(), progress.served(), group -> true);
        if (!(expansion instanceof Expansion.Complete plan)) {
            refuseAll(mail, recipients, reason(expansion));
            return;
        }
        if (kept.isEmpty()) {
            keepForGroupsThatAreGone(mail, recipients, plan);
        }
        Copies copies = Copies.of(mail, context, returnPath);
        if (mayGoOn(mail, copies)) {
            sendChunks(mail, copies, recipients, plan, progress);
            leaveToJames(mail, Set.of());
        } else {
            plans.keep(mail.getName(), plan);
            context.sendMail(mail, mail.getState(), DELAYED_SECONDS, TimeUnit.SECONDS);
            mail.setState(Mail.GHOST);
        }
    }

    /** A group may be renamed or disbanded while a message to it is under way; after a restart it is not found again, and the rest of the distribution is kept for the postmaster. */
    private void keepForGroupsThatAreGone(Mail mail, Map<Address, MailAddress> recipients, Expansion.Complete plan)
            throws MessagingException {
        List<MailAddress> gone = plan.untouched().stream().map(recipients::get).toList();
        refusals.keep(mail, gone, "5.1.6 the group was renamed or disbanded while the message was distributed");
    }

    private Expansion expand(Collection<Address> recipients, List<Address> served, Predicate<GroupEntry> admits) {
        TimeMetric timer = metrics.timer("groupsExpansion");
        try {
            return expander.expand(List.copyOf(recipients), served, admits);
        } finally {
            timer.stopAndPublish();
        }
    }

    private static String reason(Expansion expansion) {
        if (expansion instanceof Expansion.TooManyRecipients tooMany) {
            return "5.2.4 the groups have more than " + tooMany.limit() + " recipients";
        }
        if (expansion instanceof Expansion.TooDeep tooDeep) {
            return "5.2.4 groups are nested more than " + tooDeep.limit() + " deep";
        }
        throw new IllegalStateException("a complete expansion is no reason for a refusal");
    }

    private void refuseAll(Mail mail, Map<Address, MailAddress> recipients, String reason) throws MessagingException {
        List<MailAddress> groups = recipients.entrySet().stream()
                .filter(entry -> directory.groupAt(entry.getKey()).isPresent())
                .map(Map.Entry::getValue)
                .toList();
        refusals.refuse(mail, groups, reason);
    }

    /** The recipients of a mail that are a group; its own address, if only an alias led to it. */
    private List<MailAddress> recipientsFor(Mail mail, GroupEntry group) {
        List<MailAddress> recipients = mail.getRecipients().stream()
                .filter(recipient -> MailAddresses.toAddress(recipient)
                        .flatMap(directory::groupAt)
                        .filter(group::equals)
                        .isPresent())
                .toList();
        return recipients.isEmpty()
                ? MailAddresses.toMailAddress(group.address()).stream().toList()
                : recipients;
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
            Mail mail, Copies copies, Map<Address, MailAddress> recipients, Expansion.Complete plan, Progress progress)
            throws MessagingException {
        int maxChunks = Math.min(CHUNKS_PER_STEP, parameters.chunksInFlight(copies.size()));
        Cursor reached = sendChunks(copies, plan, progress.cursor(), maxChunks);
        if (Chunker.isDone(plan.recipients(), reached)) {
            plans.forget(mail.getName());
            return;
        }
        plans.keep(mail.getName(), plan);
        Set<Address> untouched = Set.copyOf(plan.untouched());
        List<MailAddress> groups = recipients.entrySet().stream()
                .filter(entry -> !untouched.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        copies.sendOn(groups, new Progress(reached, progress.served()));
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

    /** What no group has to do with goes on through the pipeline; if nothing is left, the message ends here. */
    private static void leaveToJames(Mail mail, Set<Address> untouched) {
        Recipients.keepOnly(mail, recipient -> MailAddresses.toAddress(recipient)
                .map(untouched::contains)
                .orElse(true));
    }
}
