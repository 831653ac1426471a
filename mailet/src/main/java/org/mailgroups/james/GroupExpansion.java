// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.StormGuard;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.role.RoleMail;
import org.mailgroups.james.smtp.SharedLimits;
import org.mailgroups.james.spool.Distributor;
import org.mailgroups.james.spool.ExpansionParameters;
import org.mailgroups.james.spool.Gate;
import org.mailgroups.james.spool.Holding;
import org.mailgroups.james.spool.OutgoingPace;
import org.mailgroups.james.spool.Postponement;
import org.mailgroups.james.spool.Progress;
import org.mailgroups.james.spool.Recipients;
import org.mailgroups.james.spool.Refusals;
import org.mailgroups.james.spool.Storms;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

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
 * <p>Parameters, all optional. Both places need the same limits and the same {@code externalProof}; where limits differ the server does not start.
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

    private ExpansionParameters parameters;
    private Refusals refusals;
    private Distributor distributor;
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
        refusals =
                new Refusals(getMailetContext(), parameters.refusedProcessor(), parameters.noticeProcessor(), metrics);
        distributor = new Distributor(
                getMailetContext(),
                parameters,
                directory,
                new Expander(directory, lookup, rewriting, parameters.limits()),
                rewriting,
                returnPath,
                new Gate(directory, authors, refusals, new Storms(stormGuard, parameters.stormLimits()), holding),
                refusals,
                new OutgoingPace(queues, parameters.outgoingQueue()),
                metrics);
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
            Optional<Progress> progress = Progress.of(mail);
            if (progress.isPresent()) {
                distributor.goOn(mail, progress.get());
            } else if (leadsToGroup(mail)) {
                distributor.begin(mail);
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
        List<Address> addresses = List.copyOf(MailAddresses.recipients(mail).keySet());
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
}
