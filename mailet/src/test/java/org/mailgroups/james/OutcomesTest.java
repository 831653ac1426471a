// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.author.SigningDomains;
import org.mailgroups.james.smtp.ReportRate;
import org.mailgroups.james.spool.Marks;
import org.mailgroups.james.spool.Spool;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.value.Address;

/** Walks the tables of docs/outcomes.md: each row happens as it is written there, and each outcome has a row. */
class OutcomesTest {
    private static final Path PAGE = Path.of("../docs/outcomes.md");
    private static final String ALICE = "alice@example.org";
    private static final String TEAM = "team@example.org";
    private static final String BY_ALICE = "From: " + ALICE + "\r\n";
    private static final String BY_EVE = "From: eve@evil.net\r\n";
    private static final String BY_ANN = "From: ann@partner.example\r\n";
    private static final String MEMBER = "bob@other.net";
    private static final String BODY = "\r\nHello\r\n";

    /** A way to an outcome; returns the cells of its row after the first. */
    @FunctionalInterface
    private interface Way {
        List<String> walk(World world) throws Exception;
    }

    private static Map<String, Way> atTheDoor() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("the address is unknown", world -> world.rcpt(null, "nobody@example.org"));
        ways.put(
                "the author may not write to the group", world -> world.closed().rcpt(null, TEAM));
        ways.put(
                "the author may write, but not under this address",
                world -> world.data(ALICE, "From: boss@example.org\r\n", TEAM));
        ways.put("an unauthenticated address of our domains stands in From", world -> world.data(null, BY_ALICE, TEAM));
        ways.put(
                "a report or an automatic reply",
                world -> world.data(ALICE, BY_ALICE + "Auto-Submitted: auto-replied\r\n", TEAM));
        ways.put("the message is larger than the group takes", world -> world.settings(
                        GroupSettings.DEFAULT.withMessageBytesLimit(10))
                .data(ALICE, BY_ALICE, TEAM));
        ways.put(
                "the message goes in circles",
                world -> world.data(ALICE, world.plugin.trace.field(1) + "\r\n" + BY_ALICE, TEAM));
        ways.put("the group has no members, or is over a limit", world -> world.group("empty@example.org")
                .rcpt(ALICE, "empty@example.org"));
        ways.put(
                "an alias leads to nothing but groups that refuse",
                world -> world.closed().alias("alias@example.org", TEAM).rcpt(null, "alias@example.org"));
        ways.put("nobody can read the message's form", world -> world.data(ALICE, "To: " + TEAM + "\r\n", TEAM));
        ways.put("too many messages wait for the administrators", world -> {
            world.plugin.isHeldQueueFull = true;
            return world.moderated().rcpt(ALICE, TEAM);
        });
        ways.put("the store of groups is away", world -> world.withoutStore().rcpt(ALICE, TEAM));
        ways.put("the DNS does not answer for the author's DKIM key", world -> {
            world.plugin.verifyBy(ExternalProof.Method.DKIM);
            world.plugin.signers.silence("partner.example");
            return world.partners().data(null, SigningDomains.sign("d=partner.example;", BY_ANN + BODY), TEAM);
        });
        ways.put(
                "a stranger writes to `-owner` or `-request`, or to `-join` of a closed group",
                world -> world.rcpt(null, "team-owner@example.org"));
        ways.put(
                "a link in an address is not valid, or not any more",
                world -> world.rcpt(ALICE, "team-request+" + "a".repeat(40) + "@example.org"));
        ways.put("a message that is no report comes to the return path", world -> world.rcpt(null, world.returnPath()));
        ways.put("too many reports come to one group", World::reportsBeyondTheRate);
        ways.put(
                "a report to the return path is too large",
                world -> world.data(null, BY_EVE + "\r\n" + "x".repeat(1 << 20) + "\r\n", world.returnPath()));
        ways.put(
                "a report to a return path that is not valid",
                world -> world.rcpt(null, "team-bounces+aaaaaaaa@example.org"));
        return ways;
    }

    private static Map<String, Way> inTheSpool() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("the group takes it", world -> world.spool(ALICE, BY_ALICE, TEAM));
        ways.put("it waits for an administrator", world -> world.moderated().spool(ALICE, BY_ALICE, TEAM));
        ways.put("refused, and its author is our user", world -> world.closed().spool(ALICE, BY_ALICE, TEAM));
        ways.put("refused, and its author wishes to hear of no failure (`NOTIFY=NEVER`)", world -> {
            Mail mail = world.closed().mail(ALICE, BY_ALICE, TEAM);
            mail.setDsnParameters(DsnParameters.builder()
                    .addRcptParameter(
                            new MailAddress(TEAM), RecipientDsnParameters.of(EnumSet.of(DsnParameters.Notify.NEVER)))
                    .build()
                    .orElseThrow());
            world.plugin.mailet().service(mail);
            return world.ending();
        });
        ways.put("refused, and nobody knows its author", world -> world.closed().spool(null, BY_EVE, TEAM));
        ways.put(
                "refused, and it is a report or an automatic reply",
                world -> world.spool(ALICE, BY_ALICE + "X-Autoreply: yes\r\n", TEAM));
        ways.put("too many messages wait, and its author is our user", world -> {
            world.plugin.isHeldQueueFull = true;
            return world.moderated().spool(ALICE, BY_ALICE, TEAM);
        });
        ways.put("nobody can read the message's form", world -> world.spool(ALICE, "To: " + TEAM + "\r\n", TEAM));
        ways.put("the group has no members that can be reached", world -> world.group("empty@example.org")
                .spool(ALICE, BY_ALICE, "empty@example.org"));
        ways.put("the group was disbanded before the message could be held", world -> {
            Mail mail = world.mail(ALICE, BY_ALICE, TEAM);
            // The server died after the decisions; a member's forward led to the second group.
            world.plugin.postings.decide(Marks.key(mail), List.of(world.taken(TEAM), world.held("board@example.org")));
            world.plugin.mailet().service(mail);
            return world.ending();
        });
        ways.put("a member's forward leads to a group that refuses", world -> {
            world.group("board@example.org", "ceo@other.net").alias("bob@example.org", "board@example.org");
            world.plugin.server.settings(
                    "board@example.org", GroupSettings.DEFAULT.withSenders(Senders.ADMINISTRATORS));
            return world.group("staff@example.org", "bob@example.org").spool(ALICE, BY_ALICE, "staff@example.org");
        });
        ways.put("the store of groups is away", world -> world.withoutStore().spool(ALICE, BY_ALICE, TEAM));
        ways.put("the store of groups was away for five days", world -> {
            Mail mail = world.mail(ALICE, BY_ALICE, TEAM);
            world.withoutStore().plugin.mailet().service(mail);
            world.plugin.clock.pass(Duration.ofDays(6));
            world.plugin.mailet().service(world.plugin.spool.take("transport"));
            return world.ending();
        });
        ways.put("the DNS does not answer for the author's DKIM key", world -> {
            world.plugin.signers.silence("partner.example");
            String signed = SigningDomains.sign("d=partner.example;", BY_ANN + BODY);
            world.partners();
            world.plugin.mailet("externalProof", "dkim").service(world.mail(null, signed, TEAM));
            return world.ending();
        });
        ways.put("a report about a member", world -> world.spool(null, BY_EVE, world.returnPath()));
        ways.put("a question to `-request`", world -> world.spool(ALICE, BY_ALICE, "team-request@example.org"));
        ways.put(
                "a question to `-request` that a machine sent",
                world -> world.spool(ALICE, BY_ALICE + "Precedence: bulk\r\n", "team-request@example.org"));
        ways.put("a mail to `-leave`", world -> world.spool(ALICE, BY_ALICE, "team-leave@example.org"));
        ways.put(
                "a mail to `-leave` that a machine sent",
                world -> world.spool(ALICE, BY_ALICE + "Precedence: bulk\r\n", "team-leave@example.org"));
        ways.put("a mail to `-leave` of a member elsewhere", world -> world.wishOfMember("team-leave@example.org"));
        ways.put("a mail to `-leave` of anybody else", world -> world.spool(null, BY_EVE, "team-leave@example.org"));
        ways.put("a mail to `-join`", world -> world.spool(ALICE, BY_ALICE, "team-join@example.org"));
        ways.put(
                "a reply that decides about a held message",
                world -> world.spool(ALICE, BY_ALICE + "\r\napprove\r\n", world.addressOfHeld()));
        ways.put(
                "a reply to a notice that a machine sent",
                world -> world.spool(ALICE, BY_ALICE + "Precedence: bulk\r\n", world.addressOfHeld()));
        ways.put(
                "mail to `-owner` of a group whose administrators cannot be reached",
                world -> world.spool(ALICE, BY_ALICE, "team-owner@example.org"));
        return ways;
    }

    @TestFactory
    Stream<DynamicTest> eachOutcomeAtTheDoorShouldBeAsThePageSays() throws IOException {
        return walk(atTheDoor(), table("## At the door"));
    }

    @TestFactory
    Stream<DynamicTest> eachOutcomeInTheSpoolShouldBeAsThePageSays() throws IOException {
        return walk(inTheSpool(), table("## In the spool"));
    }

    @Test
    void eachRowShouldBeWalkedAndEachWayShouldHaveARow() throws IOException {
        assertThat(table("## At the door").keySet()).isEqualTo(atTheDoor().keySet());
        assertThat(table("## In the spool").keySet()).isEqualTo(inTheSpool().keySet());
    }

    /** Each processor that mail can end in is named on the page, so that none is forgotten. */
    @Test
    void eachProcessorOfOurServerShouldBeOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        String processors = Files.readString(Path.of("../conf/mailetcontainer.xml"));
        Matcher states = Pattern.compile("<processor state=\"([a-z-]+)\"").matcher(processors);

        assertThat(states.results().map(state -> '`' + state.group(1) + '`'))
                .hasSizeGreaterThan(10)
                .allSatisfy(state -> assertThat(page).contains(state));
    }

    private static Stream<DynamicTest> walk(Map<String, Way> ways, Map<String, List<String>> rows) {
        return ways.entrySet().stream()
                .map(way -> DynamicTest.dynamicTest(
                        way.getKey(),
                        () -> assertThat(way.getValue().walk(new World())).isEqualTo(rows.get(way.getKey()))));
    }

    /** Returns the rows of the first table below a heading, by their first cell; codes without their signs. */
    private static Map<String, List<String>> table(String heading) throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(1, line.length() - 1).split("\\|"))
                .forEach(cells -> rows.put(
                        cells[0].strip(),
                        Stream.of(cells)
                                .skip(1)
                                .map(cell -> cell.strip().replace("`", ""))
                                .toList()));
        return rows;
    }

    /** A server with a group that takes every user's mail, and one message that comes in. */
    private static final class World {
        private final MemoryPlugin plugin = new MemoryPlugin();

        World() {
            group(TEAM, MEMBER).settings(GroupSettings.DEFAULT);
        }

        World group(String address, String... members) {
            plugin.server.group(address, members);
            return this;
        }

        World settings(GroupSettings settings) {
            plugin.server.settings(TEAM, settings);
            return this;
        }

        World closed() {
            return settings(GroupSettings.DEFAULT.withSenders(Senders.ADMINISTRATORS));
        }

        World moderated() {
            return settings(GroupSettings.DEFAULT.withModeration(Moderation.EVERYONE));
        }

        World partners() {
            return settings(GroupSettings.DEFAULT.withAllowedSenders(List.of(AllowedSender.parse("@partner.example"))));
        }

        World alias(String address, String target) {
            plugin.server.mapping(address, target);
            return this;
        }

        World withoutStore() {
            plugin.server.goesDown();
            return this;
        }

        String returnPath() {
            return plugin.returnPath
                    .of(
                            plugin.directory
                                    .groupAt(MemoryServer.addresses(TEAM).get(0))
                                    .orElseThrow(),
                            UUID.randomUUID())
                    .toString();
        }

        /** Returns the address by which Alice, an administrator, decides about a held message. */
        String addressOfHeld() {
            plugin.server.administrators(TEAM, ALICE);
            HeldMessage message = plugin.moderation.hold(TEAM, "eve@evil.net", null, "An offer");
            return "team-request+" + plugin.moderation.links().token(message, Address.parse(ALICE)) + "@example.org";
        }

        MailImpl mail(String user, String header, String recipient) throws Exception {
            MailImpl mail = MailImpl.builder()
                    .name("message")
                    .sender(user == null ? "eve@evil.net" : user)
                    .addRecipient(recipient)
                    .state("transport")
                    .build();
            if (user != null) {
                mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user)));
            }
            String content = header.contains("\r\n\r\n") ? header : header + BODY;
            mail.setMessageContent(MimeMessageInputStreamSource.create(
                    "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII))));
            return mail;
        }

        /** Returns the answer to RCPT, for a user or for a stranger. */
        List<String> rcpt(String user, String recipient) throws Exception {
            return answer(plugin.handler()
                    .doRcpt(
                            plugin.session(user),
                            MaybeSender.getMailSender(user == null ? "eve@evil.net" : user),
                            new MailAddress(recipient)));
        }

        /** Returns the answer to the first report of many that is not taken. */
        List<String> reportsBeyondTheRate() throws Exception {
            MailAddress address = new MailAddress(returnPath());
            HookResult result = HookResult.DECLINED;
            for (int i = 0; i <= ReportRate.MAX_PER_MINUTE; i++) {
                result = plugin.handler().doRcpt(plugin.session(null), MaybeSender.nullSender(), address);
            }
            return answer(result);
        }

        /** Returns the answer after DATA. */
        List<String> data(String user, String header, String recipient) throws Exception {
            SMTPSession session = plugin.session(user);
            return answer(plugin.handler().onMessage(session, mail(user, header, recipient)));
        }

        private static List<String> answer(HookResult result) {
            assertThat(result.getResult()).isNotEqualTo(HookReturnCode.declined());
            return List.of(
                    result.getSmtpRetCode() + ' ' + result.getSmtpDescription().split(" ", 2)[0]);
        }

        GroupOutcome taken(String group) {
            Address address = Address.parse(group);
            long id = plugin.server.find(address).orElseThrow().id();
            return new GroupOutcome(id, address, GroupOutcome.Kind.TAKEN, "", "", true);
        }

        GroupOutcome held(String group) {
            return new GroupOutcome(99, Address.parse(group), GroupOutcome.Kind.HELD, "", "it waits", false);
        }

        /** Lets the message through the mailet and returns where it went and who was told. */
        List<String> spool(String user, String header, String recipient) throws Exception {
            return spool(mail(user, header, recipient));
        }

        /** Lets a mail of the member elsewhere through, who has not logged in. */
        List<String> wishOfMember(String recipient) throws Exception {
            MailImpl mail = mail(null, "From: " + MEMBER + "\r\n", recipient);
            mail.setSender(new MailAddress(MEMBER));
            return spool(mail);
        }

        private List<String> spool(Mail mail) throws Exception {
            plugin.mailet().service(mail);
            plugin.deliver();
            assertThat(mail.getState()).as("nothing is left of it").isEqualTo(Mail.GHOST);
            return ending();
        }

        List<String> ending() {
            List<String> places = new ArrayList<>();
            plugin.held.forEach(mail -> places.add("held"));
            plugin.spool.sent().forEach(sent -> places.add(place(sent)));
            assertThat(places).hasSizeLessThanOrEqualTo(1);
            return List.of(places.isEmpty() ? "ends" : places.get(0), told());
        }

        private static String place(Spool.Sent sent) {
            if (sent.recipients().equals(List.of(ALICE))) {
                return sent.state() + ", as an answer";
            }
            if (sent.recipients().equals(List.of(MEMBER)) && sent.sender().equals("<>")) {
                return sent.state() + ", as a question";
            }
            return sent.delaySeconds() > 0 ? sent.state() + ", later" : sent.state();
        }

        private String told() {
            if (!plugin.told.isEmpty() || !plugin.held.isEmpty()) {
                return "administrators";
            }
            if (plugin.spool.sent().stream().map(World::place).anyMatch("transport, as a question"::equals)) {
                return "that member";
            }
            Set<String> toAuthor = Set.of("bounces", "transport, as an answer");
            return plugin.spool.sent().stream().map(World::place).anyMatch(toAuthor::contains) ? "author" : "nobody";
        }
    }
}
