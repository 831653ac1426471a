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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.distribution.Chunk;
import org.mailgroups.distribution.Chunker;
import org.mailgroups.distribution.Cursor;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.distribution.GroupDirectory;
import org.mailgroups.distribution.GroupEntry;
import org.mailgroups.distribution.GroupLookup;
import org.mailgroups.distribution.StormGuard;
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
 *   <li>{@code maxPerSenderPerMinute} (20), {@code maxPerGroupPerMinute} (60), {@code maxRepliesPerMinute} (30): what goes beyond waits for the administrators; 0 switches one off. See {@link StormGuard}.
 *   <li>{@code externalProof} ({@code none}): {@code spf} or {@code dkim} where James' mailet {@code SPF} or {@code DKIMVerify} stands before this one. See {@link ExternalProof}.
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
    private final Authors authors;
    private final ExternalProof proof;
    private final StormGuard stormGuard;
    private final RoleMail roleMail;
    private final Holding holding;
    private final MailQueueFactory<? extends MailQueue> queues;
    private final MetricFactory metrics;

    private final Plans plans = new Plans();
    private ExpansionParameters parameters;
    private Expander expander;
    private Chunker chunker;
    private OutgoingPace pace;
    private Refusals refusals;
    private Gate gate;
    private Postponement postponement;

    @Inject
    public GroupExpansion(
            GroupDirectory directory,
            GroupLookup lookup,
            LocalAddresses localAddresses,
            AddressRewriting rewriting,
            ReturnPath returnPath,
            SharedLimits sharedLimits,
            Authors authors,
            ExternalProof proof,
            StormGuard stormGuard,
            RoleMail roleMail,
            Holding holding,
            MailQueueFactory<?> queues,
            MetricFactory metrics) {
        this.directory = directory;
        this.lookup = lookup;
        this.localAddresses = localAddresses;
        this.rewriting = rewriting;
        this.returnPath = returnPath;
        this.sharedLimits = sharedLimits;
        this.authors = authors;
        this.proof = proof;
        this.stormGuard = stormGuard;
        this.roleMail = roleMail;
        this.holding = holding;
        this.queues = queues;
        this.metrics = metrics;
    }

    @Override
    public void init() throws MessagingException {
        parameters = ExpansionParameters.of(this);
        sharedLimits.set(parameters.limits());
        proof.use(parameters.externalProof());
        expander = new Expander(directory, lookup, rewriting, parameters.limits());
        chunker = new Chunker(parameters.chunkSizes());
        pace = new OutgoingPace(queues, parameters.outgoingQueue());
        refusals =
                new Refusals(getMailetContext(), parameters.refusedProcessor(), parameters.noticeProcessor(), metrics);
        gate = new Gate(directory, authors, refusals, new Storms(stormGuard, parameters.stormLimits()), holding);
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
            roleMail.serve(mail, getMailetContext(), refusals);
            if (Progress.of(mail).isPresent() || leadsToGroup(mail)) {
                distribute(mail);
            }
        } catch (StoreUnavailableException | MessagingException e) {
            // A full disk or a queue that does not answer is as temporary as a store that is away.
            postponement.postpone(mail, e);
        }
    }

    /**
     * Whether any recipient is a group or an alias of one. Forwards of users are not looked at: they are asked for only together with a group, and otherwise by James, after which this mailet comes again.
     */
    private boolean leadsToGroup(Mail mail) {
        List<Address> addresses = List.copyOf(recipients(mail).keySet());
        if (addresses.stream().anyMatch(this::isGroup)) {
            return true;
        }
        Set<String> localDomains = rewriting.localDomains();
        List<Address> aliases = addresses.stream()
                .filter(address -> localDomains.contains(address.domain()) && !localAddresses.isUser(address))
                .toList();
        return rewriting.rewrite(aliases).values().stream()
                .anyMatch(rewritten -> rewritten instanceof Rewritten.To to
                        && to.addresses().stream().anyMatch(this::isGroup));
    }

    private boolean isGroup(Address address) {
        return directory.groupAt(address).isPresent();
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
            gate.admit(mail, copies.header(), copies.sizeAsSent());
            if (!leadsToGroup(mail)) {
                return;
            }
        }
        Map<Address, MailAddress> recipients = recipients(mail);
        Optional<Expansion.Complete> kept = plans.of(mail.getName()).filter(plan -> progress.isPresent());
        Expansion expansion = kept.isPresent() ? kept.get() : expand(mail, copies, recipients, progress);
        if (expansion instanceof Expansion.Complete plan) {
            if (progress.isPresent() && kept.isEmpty()) {
                keepForGroupsThatAreGone(mail, recipients, plan);
            }
            distribute(mail, copies, recipients, plan, progress);
        } else {
            refuseAll(mail, recipients, reason(expansion));
        }
    }

    /** A group may be renamed or disbanded while a message to it is under way; after a restart it is not found again, and the rest of the distribution is kept for the postmaster. */
    private void keepForGroupsThatAreGone(Mail mail, Map<Address, MailAddress> recipients, Expansion.Complete plan)
            throws MessagingException {
        List<MailAddress> gone = plan.untouched().stream().map(recipients::get).toList();
        refusals.keep(mail, gone, "5.1.6 the group was renamed or disbanded while the message was distributed");
    }

    /** All recipients that can be groups or lead to one, in RCPT order. */
    private static Map<Address, MailAddress> recipients(Mail mail) {
        Map<Address, MailAddress> recipients = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            MailAddresses.toAddress(recipient).ifPresent(address -> recipients.putIfAbsent(address, recipient));
        }
        return recipients;
    }

    private Expansion expand(
            Mail mail, Copies copies, Map<Address, MailAddress> recipients, Optional<Progress> progress) {
        TimeMetric timer = metrics.timer("groupsExpansion");
        try {
            return expander.expand(
                    List.copyOf(recipients.keySet()),
                    progress.map(Progress::direct).orElse(List.of()),
                    group -> progress.isPresent() || admits(mail, copies, group));
        } finally {
            timer.stopAndPublish();
        }
    }

    private boolean admits(Mail mail, Copies copies, GroupEntry group) {
        try {
            return gate.admits(mail, copies.header(), group, copies.sizeAsSent());
        } catch (MessagingException e) {
            throw new StoreUnavailableException("the header of " + mail.getName() + " cannot be read now", e);
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
                .filter(entry -> isGroup(entry.getKey()))
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
            begin(mail, copies, plan);
        }
        Cursor cursor = progress.map(Progress::cursor).orElse(Cursor.START);
        int chunksInFlight = parameters.chunksInFlight(copies.size());
        if (progress.isPresent() && !mayGoOn(mail, chunksInFlight)) {
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
                    new Progress(reached, progress.map(Progress::direct).orElse(plan.untouched())));
        }
        leaveToJames(mail, progress.isPresent() ? Set.of() : untouched);
    }

    private void begin(Mail mail, Copies copies, Expansion.Complete plan) throws MessagingException {
        gate.turnAway(mail, copies.header(), plan.notAdmitted(), copies.sizeAsSent());
        for (GroupEntry empty : plan.empty()) {
            refusals.refuse(mail, recipientsFor(mail, empty), "5.2.4 the group has no members that can be reached");
        }
        if (!plan.recipients().isEmpty()) {
            AuditLog.distributed(mail, plan);
            metrics.generate("groupsMessages").increment();
            metrics.generate("groupsRecipients").add(plan.recipients().size());
        }
        metrics.generate("groupsUnreachableMembers").add(plan.unreachable().size());
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

    private boolean mayGoOn(Mail mail, int chunksInFlight) throws MessagingException {
        try {
            return pace.mayGoOn(mail, chunksInFlight);
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
