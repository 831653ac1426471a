// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.MappingsImpl;
import org.apache.james.user.api.UsersRepository;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.Counted;
import org.mailgroups.bounce.FailedCopies;
import org.mailgroups.bounce.Failure;
import org.mailgroups.bounce.SentCopy;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.MemoryPostings;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops;
import org.mailgroups.delivery.work.Delivery;
import org.mailgroups.delivery.work.HandDelivery;
import org.mailgroups.distribution.DirectRecipients;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.distribution.StormGuard;
import org.mailgroups.dmarc.Dmarc;
import org.mailgroups.dmarc.TxtLookup;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.Membership;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.author.FromProof;
import org.mailgroups.james.author.GroupSenders;
import org.mailgroups.james.author.MemoryIdentities;
import org.mailgroups.james.author.SigningDomains;
import org.mailgroups.james.bounce.BounceCounter;
import org.mailgroups.james.bounce.ReportTrail;
import org.mailgroups.james.delivery.DeliveryDesk;
import org.mailgroups.james.delivery.JamesCarriers;
import org.mailgroups.james.delivery.MembersUrl;
import org.mailgroups.james.delivery.OneClickFields;
import org.mailgroups.james.delivery.OwnSenders;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.processor.CopySigners;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.james.processor.JamesProcessors;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.recipient.RoleAddresses;
import org.mailgroups.james.role.AutomaticAnswers;
import org.mailgroups.james.role.ConfirmationMail;
import org.mailgroups.james.role.HeldDecisionMail;
import org.mailgroups.james.role.JoinDecisionMail;
import org.mailgroups.james.role.JoinMail;
import org.mailgroups.james.role.LeaveMail;
import org.mailgroups.james.role.MemoryRequests;
import org.mailgroups.james.role.PostingsOfAuthors;
import org.mailgroups.james.role.RoleMail;
import org.mailgroups.james.smtp.ExpansionCheck;
import org.mailgroups.james.smtp.ReportRate;
import org.mailgroups.james.smtp.SharedLimits;
import org.mailgroups.james.spool.MemoryQueues;
import org.mailgroups.james.spool.PassingClock;
import org.mailgroups.james.spool.Spool;
import org.mailgroups.james.spool.WaitingRoom;
import org.mailgroups.leaving.MemoryLeaving;
import org.mailgroups.moderation.MemoryHeld;
import org.mailgroups.token.Signer;
import org.mailgroups.value.Address;

/** The plugin inside a mail server in memory, for tests: its RCPT handler and its mailet, and what they know. */
final class MemoryPlugin {
    final MemoryServer server = new MemoryServer();
    final GroupDirectory directory = new GroupDirectory(server, server);
    final MemoryIdentities identities = new MemoryIdentities();
    final SigningDomains signers = new SigningDomains().publish("partner.example");
    final ReportRate reportRate = new ReportRate(() -> 0);
    final ReturnPath returnPath =
            new ReturnPath(new Signer("secret".getBytes(StandardCharsets.US_ASCII)), Clock.systemUTC(), directory);
    final Trace trace = new Trace(new Signer(new byte[] {1}));
    final Spool spool = new Spool();
    final PassingClock clock = new PassingClock();
    final List<Mail> held = new ArrayList<>();
    /** The groups whose administrators were told that a message was set aside. */
    final List<String> told = new ArrayList<>();

    final MemoryPostings postings = new MemoryPostings();
    final MemoryBodies bodies = new MemoryBodies();
    /** James' processors; a message to groups needs none unless copies go through one. */
    MailProcessor processors;

    final GroupCopies copies = new GroupCopies(new JamesProcessors(() -> processors), bodies);
    final RecordingMetricFactory metrics = new RecordingMetricFactory();
    boolean isHeldQueueFull;
    /** How many mails the spool refuses from now on, as when its disk is full. */
    int refusedSends;

    boolean mayClientsRelay;

    /** The failures of members that were counted. */
    final List<Failure> failures = new ArrayList<>();
    /** The suspended members for whom a posting is a probe. */
    final Set<Address> dueForProbe = new HashSet<>();
    /** The copies that other servers have got, by the beginning of the posting's id and the member. */
    final Map<String, Map<Address, SentCopy>> sent = new HashMap<>();

    final MemoryLeaving leaving = new MemoryLeaving(server, address -> Set.of());
    final MemoryHeld moderation = new MemoryHeld(server);

    final CopySigners copySigners = new CopySigners();
    final OneClickFields oneClick = new OneClickFields(
            new MembersUrl("https://groups.example.org"),
            copySigners,
            server,
            new Membership(directory, server),
            leaving.links(),
            bodies);

    private final DirectRecipients directRecipients = new DirectRecipients(directory, server);
    private final RoleAddresses roles = new RoleAddresses(
            directory,
            server,
            leaving.links(),
            moderation.links(),
            leaving.requests().links(),
            leaving.confirmations());
    private final RecipientClassifier classifier = new RecipientClassifier(directory, returnPath, roles);
    private final StormGuard stormGuard = new StormGuard(() -> 0);
    private DeliveryDesk desk;
    private Delivery delivery;
    /** What domains want by DMARC, by the name of the record. */
    final Map<String, String> policies = new HashMap<>();

    private final Dmarc dmarc = new Dmarc(new TxtLookup() {
        @Override
        public List<String> records(String name) {
            return Optional.ofNullable(policies.get(name)).stream().toList();
        }

        @Override
        public boolean exists(String name) {
            return true;
        }
    });
    private ExternalProof proof = new ExternalProof(server, signers.verification());

    Authors authors() {
        return new Authors(identities, identities, groupSenders(), new Membership(directory, server), proof, server);
    }

    GroupSenders groupSenders() {
        return new GroupSenders(directory, new GroupRights(server, new Membership(directory, server)));
    }

    /** Makes the handlers that follow verify senders from outside. A place of the mailet says it by a parameter. */
    void verifyBy(ExternalProof.Method method) throws MessagingException {
        proof = new ExternalProof(server, signers.verification());
        proof.use(method);
    }

    GroupRcptHandler handler() {
        return new GroupRcptHandler(
                as(UsersRepository.class),
                as(RecipientRewriteTable.class),
                as(DomainList.class),
                classifier,
                roles,
                directRecipients,
                new ExpansionCheck(directory, server, new SharedLimits()),
                authors(),
                proof,
                trace,
                groupId -> isHeldQueueFull,
                reportRate);
    }

    /** Returns a place of the mailet. All places share the storm guard. */
    GroupExpansion mailet(String... parameters) throws MessagingException {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder().mailetContext(context());
        for (int i = 0; i < parameters.length; i += 2) {
            config.setProperty(parameters[i], parameters[i + 1]);
        }
        if (desk == null) {
            desk = new DeliveryDesk(
                    postings,
                    bodies,
                    new JamesCarriers(
                            postings,
                            bodies,
                            copies,
                            () -> spool.context(),
                            new JamesProcessors(() -> spool::deliver),
                            new MemoryQueues(),
                            (user, bytes) -> false,
                            oneClick,
                            OwnSenders.NONE),
                    name -> nowhere(),
                    as(DomainList.class),
                    metrics,
                    (chunk, attempts) -> failures.addAll(FailedCopies.of(chunk, attempts)),
                    Runnable::run,
                    this::worker);
        }
        GroupExpansion mailet = new GroupExpansion(
                directory,
                server,
                server,
                server,
                classifier,
                directRecipients,
                returnPath,
                trace,
                new SharedLimits(),
                authors(),
                proof,
                new FromProof(dmarc, signers.verification()),
                oneClick,
                stormGuard,
                new RoleMail(
                        classifier,
                        roles,
                        authors(),
                        new MemoryRequests(server)
                                .answers(group -> "", new PostingsOfAuthors(), new AutomaticAnswers()),
                        new LeaveMail(leaving.service(), leaving.links(), new AutomaticAnswers()),
                        new JoinMail(leaving.joining(), leaving.confirmations(), new AutomaticAnswers()),
                        new HeldDecisionMail(moderation.service(), moderation.links(), new AutomaticAnswers()),
                        new JoinDecisionMail(
                                leaving.requests().service(), leaving.requests().links(), new AutomaticAnswers()),
                        new ConfirmationMail(
                                leaving.confirmations(),
                                new MembersUrl("https://groups.example.org"),
                                new AutomaticAnswers())),
                (mail, group, reason) -> !isHeldQueueFull && held.add(mail),
                (mail, group, reason) -> told.add(group.address().key()),
                postings,
                bodies,
                copies,
                desk,
                new ReportTrail(this::sentCopies, new BounceCounter(ledger(), BounceLimits.DEFAULT, metrics), metrics),
                (group, posting, suspended) -> {
                    Set<Address> probed = new HashSet<>(suspended);
                    probed.retainAll(dueForProbe);
                    return probed;
                },
                clock,
                new WaitingRoom(clock, clock::pass),
                metrics);
        mailet.init(config.build());
        return mailet;
    }

    private Map<Address, SentCopy> sentCopies(long group, String start, Collection<Address> recipients) {
        return sent.getOrDefault(start, Map.of());
    }

    private BounceLedger ledger() {
        return (BounceLedger) Proxy.newProxyInstance(
                BounceLedger.class.getClassLoader(),
                new Class<?>[] {BounceLedger.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("count")) {
                        throw new IllegalStateException("the mailet needs no " + method);
                    }
                    ((Collection<?>) arguments[0]).forEach(failure -> failures.add((Failure) failure));
                    return Counted.NONE;
                });
    }

    private Runnable worker(Delivery ready) {
        delivery = ready;
        return () -> {};
    }

    /** Delivers what was posted. */
    void deliver() {
        if (delivery != null) {
            HandDelivery.workOff(delivery);
        }
    }

    /** Loses what is not written down, as a server does that dies, and starts anew with the next mailet. */
    void dies() {
        desk = null;
        delivery = null;
        postings.forgetsTaken();
    }

    private static NextHops nowhere() {
        return new NextHops() {
            @Override
            public Optional<Hop.Servers> known(String domain) {
                return Optional.empty();
            }

            @Override
            public List<InetAddress> addresses(String host) {
                return List.of();
            }

            @Override
            public Found find(String domain) {
                return new Found.NoDomain("no test here has other servers");
            }
        };
    }

    private MailetContext context() {
        MailetContext context = spool.context();
        return (MailetContext) Proxy.newProxyInstance(
                MemoryPlugin.class.getClassLoader(),
                new Class<?>[] {MailetContext.class},
                (proxy, method, arguments) -> {
                    if (refusedSends > 0) {
                        refusedSends--;
                        throw new MessagingException("no space left, for a test");
                    }
                    try {
                        return method.invoke(context, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Returns the session of a client that authenticated as a user, or did not if that is null. */
    SMTPSession session(String user) {
        Map<Object, Object> attachments = new HashMap<>();
        return (SMTPSession) Proxy.newProxyInstance(
                SMTPSession.class.getClassLoader(),
                new Class<?>[] {SMTPSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getUsername" -> user == null ? null : Username.of(user);
                    case "getAttachment" -> Optional.ofNullable(attachments.get(arguments[0]));
                    case "setAttachment" -> Optional.ofNullable(attachments.put(arguments[0], arguments[1]));
                    case "isRelayingAllowed" -> mayClientsRelay || user != null;
                    default -> throw new IllegalStateException("the handler needs no " + method);
                });
    }

    /** Returns a part of James that knows the same users and domains; a mapping is as good as a user to it. */
    private <T> T as(Class<T> part) {
        return part.cast(Proxy.newProxyInstance(
                part.getClassLoader(), new Class<?>[] {part}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getDefaultDomain" -> Domain.of("example.org");
                    case "containsDomain" -> server.isLocalDomain(((Domain) arguments[0]).asString());
                    case "getUsername" -> Username.of(((MailAddress) arguments[0]).asString());
                    case "contains" -> MailAddresses.toAddress((Username) arguments[0])
                            .filter(address -> server.holderOf(address).isPresent())
                            .isPresent();
                    case "getResolvedMappings" -> MappingsImpl.empty();
                    default -> throw new IllegalStateException("the handler needs no " + method);
                }));
    }
}
