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
package org.mailgroups.james;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Chunk;
import org.mailgroups.distribution.Chunker;
import org.mailgroups.distribution.Cursor;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.distribution.GroupDirectory;
import org.mailgroups.distribution.GroupEntry;
import org.mailgroups.distribution.GroupLookup;
import org.mailgroups.group.Address;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.StoreUnavailableException;

/**
 * Expands the groups among a message's recipients to their members and sends each member a copy. Everybody else stays a recipient and goes on through the pipeline as if this mailet were
 * not there.
 *
 * <p>It stands in {@code transport} twice: first, so that direct recipients and members of groups are told apart before James rewrites them; and again after
 * {@code RecipientRewriteTable}, for groups that only an alias or a forward leads to.
 *
 * <pre><code>
 * &lt;mailet match="All" class="org.mailgroups.james.GroupExpansion"/&gt;
 * &lt;mailet match="All" class="RecipientRewriteTable"/&gt;
 * &lt;mailet match="All" class="org.mailgroups.james.GroupExpansion"/&gt;
 * </code></pre>
 *
 * <p>Parameters, all optional:
 *
 * <ul>
 *   <li>{@code localProcessor} ({@code group-delivery}), {@code remoteProcessor} ({@code relay}): who delivers chunks of local and of other domains. Members of local domains are resolved
 *       already, so the local processor must not rewrite them again.
 *   <li>{@code refusedProcessor} ({@code group-refused}): gets what a group refuses after acceptance, with the reason as error message. If the author is authenticated, {@code noticeProcessor}
 *       ({@code bounces}) gets it instead; nobody else is ever sent a notice.
 *   <li>{@code bounceProcessor} ({@code group-bounces}): gets the delivery reports about members.
 *   <li>{@code recipientsPerTransaction} (100): recipients of one domain in one chunk; RFC 5321 4.5.3.1.8 obliges no server to take more.
 *   <li>{@code localRecipientsPerChunk} (50).
 *   <li>{@code maxDepth} (10), {@code maxRecipients} (200000): a message over a limit is refused, not cut short. The RCPT handler uses the same limits.
 *   <li>{@code chunksInFlight} (50), {@code bytesInFlight} (128 MiB), {@code outgoingQueue} ({@code outgoing}): how much of one message is in the queues at once. After that it continues as itself,
 *       with a cursor, behind what came in meanwhile.
 * </ul>
 *
 * <p>It decides first and acts after: nothing is sent before the expansion is complete. While the store cannot answer, the message waits in the spool; users among its recipients get it
 * at once. Thread-safe once initialised.
 */
public final class GroupExpansion extends GenericMailet {
    private static final int DELAYED_SECONDS = 5;

    /** How many chunks are spooled before the message goes on as itself: what a crash in between has sent twice is at most this. */
    private static final int CHUNKS_PER_STEP = 10;

    private final GroupDirectory directory;
    private final GroupLookup lookup;
    private final LocalAddresses localAddresses;
    private final AddressRewriting rewriting;
    private final ReturnPath returnPath;
    private final SharedLimits sharedLimits;
    private final MailQueueFactory<? extends MailQueue> queues;
    private final MetricFactory metrics;

    private final Plans plans = new Plans();
    private ExpansionParameters parameters;
    private Expander expander;
    private Chunker chunker;
    private OutgoingPace pace;
    private Refusals refusals;
    private Postponement postponement;

    @Inject
    public GroupExpansion(
            GroupDirectory directory,
            GroupLookup lookup,
            LocalAddresses localAddresses,
            AddressRewriting rewriting,
            ReturnPath returnPath,
            SharedLimits sharedLimits,
            MailQueueFactory<?> queues,
            MetricFactory metrics) {
        this.directory = directory;
        this.lookup = lookup;
        this.localAddresses = localAddresses;
        this.rewriting = rewriting;
        this.returnPath = returnPath;
        this.sharedLimits = sharedLimits;
        this.queues = queues;
        this.metrics = metrics;
    }

    @Override
    public void init() throws MessagingException {
        parameters = ExpansionParameters.of(this);
        sharedLimits.set(parameters.limits());
        expander = new Expander(directory, lookup, rewriting, parameters.limits());
        chunker = new Chunker(parameters.chunkSizes());
        pace = new OutgoingPace(queues, parameters.outgoingQueue());
        refusals =
                new Refusals(getMailetContext(), parameters.refusedProcessor(), parameters.noticeProcessor(), metrics);
        postponement = new Postponement(getMailetContext(), localAddresses, parameters.refusedProcessor());
    }

    @Override
    public Collection<ProcessingState> requiredProcessingState() {
        return List.of(
                new ProcessingState(parameters.localProcessor()),
                new ProcessingState(parameters.remoteProcessor()),
                new ProcessingState(parameters.refusedProcessor()),
                new ProcessingState(parameters.noticeProcessor()),
                new ProcessingState(parameters.bounceProcessor()));
    }

    @Override
    public String getMailetInfo() {
        return "James Mail Groups: GroupExpansion";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        try {
            takeOutReports(mail);
            if (Progress.of(mail).isPresent() || hasGroup(mail)) {
                distribute(mail);
            }
        } catch (StoreUnavailableException e) {
            postponement.postpone(mail, e);
        }
    }

    private boolean hasGroup(Mail mail) {
        return mail.getRecipients().stream()
                .flatMap(recipient -> MailAddresses.toAddress(recipient).stream())
                .anyMatch(address -> directory.groupAt(address).isPresent());
    }

    /** Delivery reports about members go to where they are counted; they are addressed to nobody's mailbox. */
    private void takeOutReports(Mail mail) throws MessagingException {
        List<MailAddress> reports = mail.getRecipients().stream()
                .filter(recipient -> MailAddresses.toAddress(recipient)
                        .flatMap(returnPath::groupOf)
                        .isPresent())
                .toList();
        if (!reports.isEmpty()) {
            Recipients.takeOut(mail, reports, part -> getMailetContext().sendMail(part, parameters.bounceProcessor()));
            metrics.generate("groupsReports").add(reports.size());
        }
    }

    private void distribute(Mail mail) throws MessagingException {
        Copies copies = Copies.of(mail, getMailetContext(), returnPath);
        Optional<Progress> progress = Progress.of(mail);
        if (progress.isEmpty()) {
            refuseLoops(mail, copies.header());
        }
        Map<Address, MailAddress> recipients = recipients(mail, progress);
        Optional<Expansion.Complete> kept = plans.of(mail.getName()).filter(plan -> progress.isPresent());
        Expansion expansion = kept.<Expansion>map(plan -> plan).orElseGet(() -> expand(recipients));
        if (expansion instanceof Expansion.Complete plan) {
            distribute(mail, copies, recipients, plan, progress);
        } else {
            refuseAll(mail, recipients, reason(expansion));
        }
    }

    private void refuseLoops(Mail mail, HeaderFields header) throws MessagingException {
        List<MailAddress> looping = new ArrayList<>();
        for (MailAddress recipient : mail.getRecipients()) {
            MailAddresses.toAddress(recipient)
                    .flatMap(directory::groupAt)
                    .filter(group -> ListHeaders.cameThrough(header, group))
                    .ifPresent(group -> looping.add(recipient));
        }
        if (!looping.isEmpty()) {
            refusals.keep(mail, looping, "5.4.6 the message has been through this group already");
        }
    }

    /** All recipients that can be groups or lead to one, in RCPT order; those left to James in an earlier step come last. */
    private static Map<Address, MailAddress> recipients(Mail mail, Optional<Progress> progress) {
        Map<Address, MailAddress> recipients = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            MailAddresses.toAddress(recipient).ifPresent(address -> recipients.putIfAbsent(address, recipient));
        }
        for (Address direct : progress.map(Progress::direct).orElse(List.of())) {
            MailAddresses.toMailAddress(direct).ifPresent(recipient -> recipients.putIfAbsent(direct, recipient));
        }
        return recipients;
    }

    private Expansion expand(Map<Address, MailAddress> recipients) {
        TimeMetric timer = metrics.timer("groupsExpansion");
        try {
            return expander.expand(List.copyOf(recipients.keySet()));
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

    private void distribute(
            Mail mail,
            Copies copies,
            Map<Address, MailAddress> recipients,
            Expansion.Complete plan,
            Optional<Progress> progress)
            throws MessagingException {
        if (progress.isEmpty()) {
            begin(mail, recipients, plan);
        }
        Cursor cursor = progress.map(Progress::cursor).orElse(Cursor.START);
        int chunksInFlight = parameters.chunksInFlight(copies.size());
        if (progress.isPresent() && !hasRoom(chunksInFlight)) {
            plans.keep(mail.getName(), plan);
            getMailetContext().sendMail(mail, mail.getState(), DELAYED_SECONDS, TimeUnit.SECONDS);
            mail.setState(Mail.GHOST);
            return;
        }
        Cursor reached = sendChunks(copies, plan, cursor, Math.min(CHUNKS_PER_STEP, chunksInFlight));
        Set<Address> untouched = Set.copyOf(plan.untouched());
        if (Chunker.isDone(plan.recipients(), reached)) {
            plans.forget(mail.getName());
        } else {
            plans.keep(mail.getName(), plan);
            copies.sendOn(
                    recipients.entrySet().stream()
                            .filter(entry -> !untouched.contains(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .toList(),
                    new Progress(reached, plan.untouched()));
        }
        leaveToJames(mail, progress.isPresent() ? Set.of() : untouched);
    }

    private void begin(Mail mail, Map<Address, MailAddress> recipients, Expansion.Complete plan)
            throws MessagingException {
        Set<Long> empty = plan.empty().stream().map(GroupEntry::id).collect(Collectors.toSet());
        if (!empty.isEmpty()) {
            List<MailAddress> refused = recipients.entrySet().stream()
                    .filter(entry -> directory
                            .groupAt(entry.getKey())
                            .filter(group -> empty.contains(group.id()))
                            .isPresent())
                    .map(Map.Entry::getValue)
                    .toList();
            refusals.refuse(mail, refused, "5.2.4 the group has no members");
        }
        AuditLog.distributed(mail, plan);
        metrics.generate("groupsMessages").increment();
        metrics.generate("groupsRecipients").add(plan.recipients().size());
        metrics.generate("groupsUnreachableMembers").add(plan.unreachable().size());
    }

    private boolean hasRoom(int chunksInFlight) throws MessagingException {
        try {
            return pace.hasRoom(chunksInFlight);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while waiting for the outgoing queue", e);
        }
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
