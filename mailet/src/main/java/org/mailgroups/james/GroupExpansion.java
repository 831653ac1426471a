// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.bounce.Probes;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Chunker;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.DirectRecipient;
import org.mailgroups.distribution.DirectRecipients;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.StormGuard;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.author.FromProof;
import org.mailgroups.james.bounce.ReportTrail;
import org.mailgroups.james.delivery.DeliveryDesk;
import org.mailgroups.james.delivery.OneClickFields;
import org.mailgroups.james.message.MessageForm;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.role.RoleMail;
import org.mailgroups.james.smtp.SharedLimits;
import org.mailgroups.james.spool.AdministratorNotices;
import org.mailgroups.james.spool.Consequences;
import org.mailgroups.james.spool.CopyMaker;
import org.mailgroups.james.spool.CopyProcessor;
import org.mailgroups.james.spool.Distributor;
import org.mailgroups.james.spool.ExpansionParameters;
import org.mailgroups.james.spool.Gate;
import org.mailgroups.james.spool.Holding;
import org.mailgroups.james.spool.Postponement;
import org.mailgroups.james.spool.Recipients;
import org.mailgroups.james.spool.Refusals;
import org.mailgroups.james.spool.Storms;
import org.mailgroups.james.spool.SuccessReports;
import org.mailgroups.james.spool.WaitingRoom;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Expands the groups among a message's recipients to their members and sends each member a copy. Everybody else stays a
 * recipient and goes on through the pipeline as if this mailet were not there.
 *
 * <p>It stands in {@code transport} twice. The first place tells direct recipients and members of groups apart, before
 * James rewrites them. The second one, after {@code RecipientRewriteTable}, serves groups that only an alias or a
 * forward leads to.
 *
 * <pre><code>
 * &lt;mailet match="All" class="org.mailgroups.james.GroupExpansion"/&gt;
 * &lt;mailet match="All" class="RecipientRewriteTable"/&gt;
 * &lt;mailet match="All" class="org.mailgroups.james.GroupExpansion"/&gt;
 * </code></pre>
 *
 * <p>All parameters are optional. Both places need the same {@code maxDepth}, {@code maxRecipients} and {@code
 * externalProof}; if they differ the server does not start.
 *
 * <ul>
 *   <li>{@code localProcessor} ({@code group-delivery}): delivers a copy to one member of a local domain, in a thread
 *       of ours. Members of local domains are resolved already, so it must not rewrite them again. {@code
 *       mailboxesAtOnce} (4) of them are run at once.
 *   <li>{@code remoteProcessor} ({@code relay}): delivers chunks of other domains.
 *   <li>{@code copyProcessor} (none): each distinct copy goes through it once, before anything is sent; see {@link
 *       CopyDone}.
 *   <li>{@code refusedProcessor} ({@code group-refused}): gets the messages that a group refuses after acceptance, with
 *       the reason as error message. If the author is authenticated, {@code noticeProcessor} ({@code bounces}) gets the
 *       message instead; nobody else is ever sent a notice.
 *   <li>{@code bounceProcessor} ({@code group-bounces}): gets the delivery reports about members.
 *   <li>{@code recipientsPerTransaction} (100): recipients of one domain in one chunk; RFC 5321 4.5.3.1.8 obliges no
 *       server to take more.
 *   <li>{@code localRecipientsPerChunk} (50).
 *   <li>{@code maxDepth} (10), {@code maxRecipients} (200000): a message over a limit is refused, not cut short. The
 *       RCPT handler uses the same limits.
 *   <li>{@code delivery} ({@code processor}): {@code direct} delivers to other servers by our own workers, see {@code
 *       docs/delivery.md}, which has the parameters that go with it. Otherwise {@code remoteProcessor} gets the copies.
 *   <li>{@code chunksInFlight} (50), {@code bytesInFlight} (128 MiB), {@code outgoingQueue} ({@code outgoing}): how
 *       many mails made from postings may be in James' queues at once.
 *   <li>{@code maxPerSenderPerMinute} (20), {@code maxPerGroupPerMinute} (60), {@code maxRepliesPerMinute} (30):
 *       messages beyond that wait for the administrators; 0 switches a limit off. See {@link StormGuard}.
 *   <li>{@code externalProof} ({@code none}): {@code dkim}, or {@code spf} if James' mailet {@code SPF} stands before
 *       this one. See {@link ExternalProof}.
 * </ul>
 *
 * <p>It decides first and acts after: nothing is sent before the expansion is complete. While the store cannot answer,
 * the message waits in the spool; users among its recipients get it at once. Thread-safe once initialised.
 */
public final class GroupExpansion extends GenericMailet {
    private final GroupDirectory directory;
    private final GroupLookup lookup;
    private final LocalAddresses localAddresses;
    private final AddressRewriting rewriting;
    private final RecipientClassifier classifier;
    private final DirectRecipients directRecipients;
    private final ReturnPath returnPath;
    private final Trace trace;
    private final SharedLimits sharedLimits;
    private final Authors authors;
    private final ExternalProof proof;
    private final FromProof fromProof;
    private final OneClickFields oneClick;
    private final StormGuard stormGuard;
    private final RoleMail roleMail;
    private final Holding holding;
    private final AdministratorNotices notices;
    private final PostingStore postings;
    private final Bodies bodies;
    private final GroupCopies copies;
    private final DeliveryDesk desk;
    private final ReportTrail reports;
    private final Probes probes;
    private final Clock clock;
    private final WaitingRoom waitingRoom;
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
            RecipientClassifier classifier,
            DirectRecipients directRecipients,
            ReturnPath returnPath,
            Trace trace,
            SharedLimits sharedLimits,
            Authors authors,
            ExternalProof proof,
            FromProof fromProof,
            OneClickFields oneClick,
            StormGuard stormGuard,
            RoleMail roleMail,
            Holding holding,
            AdministratorNotices notices,
            PostingStore postings,
            Bodies bodies,
            GroupCopies copies,
            DeliveryDesk desk,
            ReportTrail reports,
            Probes probes,
            Clock clock,
            WaitingRoom waitingRoom,
            MetricFactory metrics) {
        this.directory = directory;
        this.lookup = lookup;
        this.localAddresses = localAddresses;
        this.rewriting = rewriting;
        this.classifier = classifier;
        this.directRecipients = directRecipients;
        this.returnPath = returnPath;
        this.trace = trace;
        this.sharedLimits = sharedLimits;
        this.authors = authors;
        this.proof = proof;
        this.fromProof = fromProof;
        this.oneClick = oneClick;
        this.stormGuard = stormGuard;
        this.roleMail = roleMail;
        this.holding = holding;
        this.notices = notices;
        this.postings = postings;
        this.bodies = bodies;
        this.copies = copies;
        this.desk = desk;
        this.reports = reports;
        this.probes = probes;
        this.clock = clock;
        this.waitingRoom = waitingRoom;
        this.metrics = metrics;
    }

    @Override
    public void init() throws MessagingException {
        parameters = ExpansionParameters.of(this);
        sharedLimits.set(parameters.limits());
        proof.use(parameters.externalProof());
        refusals = new Refusals(
                getMailetContext(),
                classifier,
                notices,
                parameters.refusedProcessor(),
                parameters.noticeProcessor(),
                metrics);
        desk.use(parameters.delivery());
        distributor = new Distributor(
                new Expander(directory, lookup, rewriting, parameters.limits()),
                rewriting,
                new Gate(authors, trace, new Storms(stormGuard, parameters.stormLimits())),
                new Consequences(directory, postings, refusals, holding, new SuccessReports(getMailetContext(), clock)),
                postings,
                bodies,
                new CopyMaker(
                        returnPath,
                        trace,
                        new CopyProcessor(copies, parameters.delivery().copyProcessor()),
                        fromProof,
                        group -> parameters.route().direct() && oneClick.isOffered(group)),
                desk,
                parameters.route(),
                new Chunker(parameters.chunkSizes()),
                probes,
                clock,
                metrics);
        postponement = new Postponement(
                getMailetContext(), classifier, directRecipients, localAddresses, refusals, waitingRoom);
    }

    @Override
    public Collection<ProcessingState> requiredProcessingState() {
        return Stream.of(
                        parameters.route().localProcessor(),
                        parameters.route().remoteProcessor(),
                        parameters.refusedProcessor(),
                        parameters.noticeProcessor(),
                        parameters.bounceProcessor(),
                        parameters.delivery().copyProcessor())
                .filter(name -> !name.isEmpty())
                .map(ProcessingState::new)
                .toList();
    }

    @Override
    public String getMailetInfo() {
        return "James Mail Groups: GroupExpansion";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        try {
            if (!waitingRoom.putBack(mail, getMailetContext())) {
                distribute(mail);
            }
        } catch (StoreUnavailableException | MessagingException e) {
            // A full disk or a queue that does not answer is as temporary as a store that is away.
            postponement.postpone(mail, e);
        } catch (Error e) {
            // James' spooler would keep the mail until the next start. An exception takes it to the processor "error".
            throw new MessagingException(mail.getName() + " has ended with " + e, new ExecutionException(e));
        }
    }

    private void distribute(Mail mail) throws MessagingException {
        MailRecipients recipients = takeOutReports(mail, classifier.classify(mail.getRecipients()));
        if (!recipients.concernGroups()) {
            beginBehindAliases(mail, recipients);
        } else if (!isRefusedForItsForm(mail, recipients)) {
            begin(mail, roleMail.serve(mail, recipients, getMailetContext(), refusals));
        }
    }

    /** Takes out the delivery reports about members: they go to be counted, and are for nobody's mailbox. */
    private MailRecipients takeOutReports(Mail mail, MailRecipients recipients) throws MessagingException {
        List<MailAddress> addresses = recipients.of(MailRecipient.OfReturnPath.class).stream()
                .map(MailRecipient::mailAddress)
                .toList();
        if (!addresses.isEmpty()) {
            reports.note(
                    mail,
                    recipients.of(MailRecipient.OfReturnPath.class).stream()
                            .map(MailRecipient.OfReturnPath::reported)
                            .toList());
            Recipients.takeOut(
                    mail, addresses, part -> getMailetContext().sendMail(part, parameters.bounceProcessor()));
            metrics.generate("groupsReports").add(addresses.size());
        }
        return recipients.without(addresses);
    }

    /** Refuses a message that nobody can read, for everything that is a group's own. */
    private boolean isRefusedForItsForm(Mail mail, MailRecipients recipients) throws MessagingException {
        Optional<Decision.Refuse> fault = MessageForm.fault(mail);
        if (fault.isPresent()) {
            refusals.refuse(mail, recipients.ofGroups(), fault.get());
        }
        return fault.isPresent();
    }

    private void begin(Mail mail, MailRecipients recipients) throws MessagingException {
        if (recipients.groups().isEmpty()) {
            beginBehindAliases(mail, recipients);
        } else {
            distributor.distribute(mail, recipients, directRecipients.of(recipients.others()));
        }
    }

    /**
     * Distributes a message if one of its aliases leads to a group. If nobody can read the message, James follows the
     * alias, and the message comes again for the group itself. Without a group the message is James' own business.
     */
    private void beginBehindAliases(Mail mail, MailRecipients recipients) throws MessagingException {
        Map<Boolean, List<Address>> others = recipients.others().stream().collect(Collectors.partitioningBy(aliases()));
        List<DirectRecipient> behindAliases = directRecipients.of(others.get(true));
        if (behindAliases.stream().anyMatch(recipient -> !recipient.groups().isEmpty())
                && MessageForm.fault(mail).isEmpty()) {
            List<DirectRecipient> direct = new ArrayList<>(behindAliases);
            direct.addAll(directRecipients.of(others.get(false)));
            distributor.distribute(mail, recipients, direct);
        }
    }

    /**
     * Tells the addresses that may be aliases of a group. Users are none of them: James is asked for a user's forwards
     * only together with a group. Else James itself follows them, and this mailet comes again after that.
     */
    private Predicate<Address> aliases() {
        Set<String> localDomains = rewriting.localDomains();
        return address -> localDomains.contains(address.domain()) && !localAddresses.isUser(address);
    }
}
