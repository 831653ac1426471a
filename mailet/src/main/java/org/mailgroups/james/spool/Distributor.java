// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.mailet.Mail;
import org.mailgroups.bounce.Probes;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Chunk;
import org.mailgroups.distribution.Chunker;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.DirectRecipient;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.distribution.Recipient;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.delivery.DeliveryDesk;
import org.mailgroups.james.delivery.Origin;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderText;
import org.mailgroups.james.message.SenderWishes;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.WrongStateException;

/**
 * Distributes one message: decides about it group by group, expands the groups that take it, writes down one posting
 * with all decisions, and only then acts on these. The members' copies are delivered from the posting. What happens to
 * the groups afterwards changes nothing about it.
 *
 * <p>A message may come again: the server died before the queue heard that it was done, a mailet split it, the
 * postmaster sent it through the pipeline once more. Then each group's decision is known already. It is not taken
 * again, and nobody gets a second copy; only what was not acted on is done now.
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
    private static final Decision.Refuse NO_MEMBERS =
            new Decision.Refuse(Decision.Cause.NOBODY_REACHED, "the group has no members that can be reached");

    private static final int MAX_SUBJECT = 500;

    private final Expander expander;
    private final AddressRewriting rewriting;
    private final Gate gate;
    private final Consequences consequences;
    private final PostingStore postings;
    private final Bodies bodies;
    private final CopyMaker copyMaker;
    private final DeliveryDesk desk;
    private final Route route;
    private final Chunker chunker;
    private final Probes probes;
    private final Clock clock;
    private final MetricFactory metrics;

    public Distributor(
            Expander expander,
            AddressRewriting rewriting,
            Gate gate,
            Consequences consequences,
            PostingStore postings,
            Bodies bodies,
            CopyMaker copyMaker,
            DeliveryDesk desk,
            Route route,
            Chunker chunker,
            Probes probes,
            Clock clock,
            MetricFactory metrics) {
        this.expander = expander;
        this.rewriting = rewriting;
        this.gate = gate;
        this.consequences = consequences;
        this.postings = postings;
        this.bodies = bodies;
        this.copyMaker = copyMaker;
        this.desk = desk;
        this.route = route;
        this.chunker = chunker;
        this.probes = probes;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Distributes a message. The recipients that lead to no group stay in it for James.
     *
     * @param direct where the recipients lead that are no group
     */
    public void distribute(Mail mail, MailRecipients recipients, List<DirectRecipient> direct)
            throws MessagingException {
        passOnWishes(mail, recipients, direct);
        String key = Marks.key(mail);
        Set<GroupEntry> groups = new LinkedHashSet<>(recipients.groups());
        direct.forEach(recipient -> groups.addAll(recipient.groups()));
        List<GroupOutcome> known = postings.decisions(key);
        Set<Long> decided = known.stream().map(GroupOutcome::group).collect(Collectors.toSet());
        List<GroupEntry> open =
                groups.stream().filter(group -> !decided.contains(group.id())).toList();
        List<Address> served = new ArrayList<>(Marks.served(mail));
        if (!known.isEmpty()) {
            postings.recipients(key, served::addAll);
        }
        List<GroupOutcome> outcomes = new ArrayList<>(known);
        if (open.isEmpty()) {
            direct.forEach(recipient -> served.addAll(recipient.finals()));
        } else {
            outcomes.addAll(decide(mail, recipients, open, decided, direct, served));
        }
        consequences.carryOut(mail, recipients, outcomes, served);
        leaveToJames(mail, recipients, direct);
    }

    /**
     * Lets groups know what the sender wishes about an alias that leads to them. The alias is answered once if all goes
     * well, by the first of them.
     */
    private static void passOnWishes(Mail mail, MailRecipients recipients, List<DirectRecipient> direct) {
        Map<Address, List<GroupEntry>> aliases = direct.stream()
                .collect(Collectors.toMap(DirectRecipient::address, DirectRecipient::groups, (one, same) -> one));
        for (MailRecipient.Other alias : recipients.of(MailRecipient.Other.class)) {
            List<MailAddress> groups = aliases.getOrDefault(alias.address(), List.of()).stream()
                    .map(GroupEntry::address)
                    .sorted()
                    .flatMap(group -> MailAddresses.toMailAddress(group).stream())
                    .toList();
            groups.forEach(group -> SenderWishes.passOn(mail, alias.mailAddress(), group, group.equals(groups.get(0))));
        }
    }

    /**
     * Decides for some groups, and writes down what they decide, with a posting if one takes the message.
     *
     * @param decided the ids of groups that have decided before
     * @param served final addresses that get the message in another way; this adds whoever gets it by this
     */
    private List<GroupOutcome> decide(
            Mail mail,
            MailRecipients names,
            List<GroupEntry> groups,
            Set<Long> decided,
            List<DirectRecipient> direct,
            List<Address> served)
            throws MessagingException {
        Copies copies = Copies.of(mail);
        Optional<Continuation> rest = Continuation.of(mail);
        GroupDecisions decisions = ask(mail, copies, rest, groups);
        Expansion expansion = expand(decisions, direct, served);
        List<GroupEntry> open = openGroups(expansion, decisions, decided);
        while (!open.isEmpty()) {
            decisions = decisions.and(ask(mail, copies, rest, open));
            expansion = expand(decisions, direct, served);
            open = openGroups(expansion, decisions, decided);
        }
        if (!(expansion instanceof Expansion.Complete plan)) {
            List<GroupOutcome> refused =
                    decisions.refusing(decisions.admitted(), refusal(expansion)).outcomes();
            postings.decide(Marks.key(mail), refused);
            return refused;
        }
        UUID id = UUID.randomUUID();
        List<Recipient> reached = rest.map(old -> old.rest(plan.recipients())).orElse(plan.recipients());
        List<GroupOutcome> outcomes = SuccessReports.toBeTold(
                mail,
                names,
                decisions
                        .refusing(rest.isPresent() ? List.of() : plan.empty(), NO_MEMBERS)
                        .outcomes());
        List<Recipient> excluded = rest.isPresent() ? List.of() : plan.excluded();
        Map<Boolean, List<Recipient>> isProbed = suspended(mail, id, rest.isPresent() ? List.of() : plan.suspended());
        List<Recipient> suspended = isProbed.get(false);
        List<Recipient> recipients = withProbes(reached, isProbed.get(true));
        if (recipients.isEmpty() && excluded.isEmpty() && suspended.isEmpty()) {
            postings.decide(Marks.key(mail), outcomes);
        } else {
            Map<RecipientState, List<Recipient>> leftOut =
                    Map.of(RecipientState.SUSPENDED, suspended, RecipientState.EXCLUDED, excluded);
            post(id, mail, copies, decisions.admitted(), recipients, leftOut, outcomes);
            MessageTrail.distributed(mail, plan);
        }
        metrics.generate("groupsUnreachableMembers").add(plan.unreachable().size());
        served.addAll(plan.direct());
        recipients.forEach(recipient -> served.add(recipient.address()));
        return outcomes;
    }

    /** Returns suspended members by whether the posting is a probe for them, and says who gets no copy. */
    private Map<Boolean, List<Recipient>> suspended(Mail mail, UUID posting, List<Recipient> suspended) {
        Set<Address> probed = new HashSet<>();
        suspended.stream()
                .collect(Collectors.groupingBy(Recipient::copy))
                .forEach((group, members) -> probed.addAll(probes.begin(
                        group.id(),
                        posting,
                        members.stream().map(Recipient::address).toList())));
        Map<Boolean, List<Recipient>> isProbed =
                suspended.stream().collect(Collectors.partitioningBy(member -> probed.contains(member.address())));
        MessageTrail.notSent(mail, isProbed.get(false));
        metrics.generate("groupsBouncesNotSent").add(isProbed.get(false).size());
        return isProbed;
    }

    private static List<Recipient> withProbes(List<Recipient> recipients, List<Recipient> probed) {
        return probed.isEmpty()
                ? recipients
                : Stream.concat(recipients.stream(), probed.stream())
                        .sorted(Comparator.comparing(Recipient::address))
                        .toList();
    }

    /** Asks groups whether they take a message. What an older version admitted is admitted. */
    private GroupDecisions ask(Mail mail, Copies copies, Optional<Continuation> rest, Collection<GroupEntry> groups)
            throws MessagingException {
        if (rest.isPresent()) {
            return GroupDecisions.accepting(
                    groups.stream().filter(rest.get()::admits).toList());
        }
        return gate.decide(mail, copies.header(), copies.sizeAsSent(), groups);
    }

    private Expansion expand(GroupDecisions decisions, List<DirectRecipient> direct, List<Address> served) {
        List<GroupEntry> admitted = decisions.admitted();
        Set<GroupEntry> entered = new HashSet<>(admitted);
        return expander.expand(admitted, entered::contains, direct, served);
    }

    /** Returns the groups that only members' forwards lead to, and that are still to be asked. */
    private static List<GroupEntry> openGroups(Expansion expansion, GroupDecisions decisions, Set<Long> decided) {
        return expansion instanceof Expansion.Complete plan
                ? decisions.open(plan.forwarded()).stream()
                        .filter(group -> !decided.contains(group.id()))
                        .toList()
                : List.of();
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

    private void post(
            UUID id,
            Mail mail,
            Copies copies,
            List<GroupEntry> admitted,
            List<Recipient> recipients,
            Map<RecipientState, List<Recipient>> leftOut,
            List<GroupOutcome> outcomes)
            throws MessagingException {
        List<Chunk> chunks = chunker.cut(recipients, rewriting.localDomains());
        Map<RecipientState, List<Chunk>> others = new EnumMap<>(RecipientState.class);
        leftOut.forEach((state, members) -> others.put(state, chunker.cutLeftOut(members)));
        Copies.Kept contents = keep(
                id,
                copies,
                Stream.concat(chunks.stream(), others.values().stream().flatMap(List::stream))
                        .toList());
        List<PostingChunk> numbered = new ArrayList<>();
        number(chunks, RecipientState.WAITING, contents, numbered);
        others.forEach((state, cut) -> number(cut, state, contents, numbered));
        Posting posting = new Posting(
                id,
                Marks.key(mail),
                author(mail),
                subject(copies.header()),
                messageId(copies.header()),
                clock.instant(),
                copies.size(),
                admitted.stream().map(GroupEntry::id).collect(Collectors.toSet()),
                contents.all(),
                route,
                Origin.of(mail, Marks::isMark).text());
        try {
            desk.accept(posting, numbered, outcomes);
        } catch (WrongStateException e) {
            throw new MessagingException(mail.getName() + " is being distributed by another thread", e);
        }
        metrics.generate("groupsMessages").increment();
        metrics.generate("groupsRecipients").add(recipients.size());
        metrics.generate("groupsChunks").add(chunks.size());
    }

    private static void number(
            List<Chunk> chunks, RecipientState state, Copies.Kept contents, List<PostingChunk> numbered) {
        for (Chunk chunk : chunks) {
            numbered.add(
                    new PostingChunk(numbered.size(), contents.of(chunk), chunk.local(), chunk.recipients(), state));
        }
    }

    /**
     * Makes the copies. If one cannot be made, their bodies go at once: the message may come often before it can. If
     * later the posting cannot be written, the hourly sweep finds them, since it may be there nevertheless.
     */
    private Copies.Kept keep(UUID posting, Copies copies, List<Chunk> chunks) throws MessagingException {
        try {
            return copies.keep(posting, bodies, chunks, copyMaker);
        } catch (MessagingException | RuntimeException e) {
            try {
                bodies.remove(List.of(posting));
            } catch (IOException | RuntimeException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private static String author(Mail mail) {
        return Authors.userOf(mail).map(Username::asString).orElseGet(() -> mail.getMaybeSender()
                .asString(""));
    }

    private static String subject(HeaderFields header) {
        return SearchForm.cut(HeaderText.of(header, "subject").orElse(""), MAX_SUBJECT);
    }

    private static String messageId(HeaderFields header) {
        return SearchForm.cut(header.values("message-id").findFirst().orElse(""), MAX_SUBJECT);
    }

    /** Leaves the recipients that no group has to do with in the message; if there are none, it ends here. */
    private static void leaveToJames(Mail mail, MailRecipients recipients, List<DirectRecipient> direct) {
        Set<Address> untouched = direct.stream()
                .filter(recipient -> recipient.groups().isEmpty())
                .map(DirectRecipient::address)
                .collect(Collectors.toSet());
        Set<MailAddress> served = recipients.all().stream()
                .filter(recipient -> !(recipient instanceof MailRecipient.NeverOurs)
                        && !(recipient instanceof MailRecipient.Other other && untouched.contains(other.address())))
                .map(MailRecipient::mailAddress)
                .collect(Collectors.toSet());
        Recipients.keepOnly(mail, recipient -> !served.contains(recipient));
    }
}
