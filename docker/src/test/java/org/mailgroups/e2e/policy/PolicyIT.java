// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;

/** Who may post to a group: {@code explain}, the SMTP answer, and what then happens say the same. */
class PolicyIT {
    /** {@code -Dpolicy.seed=} repeats a sample that failed. */
    private static final long SEED = Long.getLong("policy.seed", System.nanoTime());

    private static final int SAMPLE = 100;
    private static final List<String> POLICIES = List.of("anyone", "internal", "members", "administrators", "listed");
    private static final List<String> MODERATIONS = List.of("none", "outsiders", "everyone");

    /** Somebody who writes, and the policies that allow it. Allowed senders may write under every policy. */
    private enum Who {
        STRANGER(false, false, "anyone"),
        LISTED_STRANGER_WITHOUT_PROOF(false, true, "anyone"),
        USER(true, false, "anyone internal"),
        USER_BY_ALIAS(true, false, "anyone internal"),
        USER_OF_ANOTHER_DOMAIN(true, false, "anyone internal"),
        MEMBER(true, false, "anyone internal members"),
        MEMBER_BY_ALIAS(true, false, "anyone internal members"),
        MEMBER_WHOSE_ALIAS_IS_THE_MEMBER(true, false, "anyone internal members"),
        NESTED_MEMBER(true, false, "anyone internal members"),
        DEEPLY_NESTED_MEMBER_BY_ALIAS(true, false, "anyone internal members"),
        ADMINISTRATOR(true, false, "anyone internal administrators"),
        ADMINISTRATOR_BY_ALIAS(true, false, "anyone internal administrators"),
        LISTED(true, true, "anyone internal members administrators listed"),
        LISTED_BY_ALIAS(true, true, "anyone internal members administrators listed"),
        LISTED_BY_DOMAIN(true, true, "anyone internal members administrators listed");

        private final boolean authenticated;
        private final boolean listed;
        /** The policies, between blanks, under which this one may write. */
        private final String may;

        Who(boolean authenticated, boolean listed, String may) {
            this.authenticated = authenticated;
            this.listed = listed;
            this.may = may;
        }

        String decision(String senders, String moderation) {
            if (moderation.equals("everyone")) {
                return "hold";
            }
            if (may.contains(senders)) {
                return "accept";
            }
            return moderation.equals("outsiders") ? "hold" : "refuse";
        }
    }

    /**
     * Somebody who sends a message.
     *
     * @param login the user who authenticates; null for nobody
     */
    private record Sender(String login, String address, String allowed) {}

    private record Case(Who who, String senders, String moderation, String group, String subject) {
        String decision() {
            return who.decision(senders, moderation);
        }
    }

    private Organisation org;
    private Organisation other;
    private Map<Who, Sender> people;
    private String witness;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        other = Organisation.on(SharedServer.besideWorld());
        witness = org.user("witness");
    }

    @Test
    void smtpShouldDoWhatExplainSaysForEverySenderPolicyAndModeration() {
        people = people();
        String deepest = org.group("deepest", org.user("deep"));
        org.alias(org.address("deep.alias"), org.address("deep"));
        String nested = org.group("nested", org.address("inner"), deepest);
        List<Case> cases = sample(nested);

        SoftAssertions all = new SoftAssertions();
        for (Case each : cases) {
            String label = "seed " + SEED + ": " + each;
            JsonNode explained = explain(each);
            all.assertThat(explained.path("decision").asText()).as(label).isEqualTo(each.decision());
            if (each.decision().equals("accept")) {
                all.assertThat(explained.path("recipientCount").asInt())
                        .as(label)
                        .isEqualTo(6);
            } else {
                all.assertThat(explained.path("reason").asText()).as(label).isNotBlank();
            }
            Reply reply = post(each);
            if (each.decision().equals("refuse")) {
                all.assertThat(reply.text())
                        .as(label)
                        .startsWith("550 5.7.1 ")
                        .contains(explained.path("reason").asText());
            } else {
                all.assertThat(reply.code()).as(label).isEqualTo(250);
            }
        }
        org.awaitQuiet();

        Map<String, Long> delivered = org.inbox(witness).messages().stream()
                .collect(Collectors.groupingBy(
                        message -> message.first("Subject").orElse(""), Collectors.counting()));
        for (Case each : cases) {
            String label = "seed " + SEED + ": " + each;
            String decision = each.decision();
            all.assertThat(delivered.getOrDefault(each.subject(), 0L))
                    .as(label)
                    .isEqualTo(decision.equals("accept") ? 1L : 0L);
            List<String> held = org.held(each.group()).stream()
                    .map(message -> message.path("subject").asText())
                    .toList();
            all.assertThat(held).as(label).isEqualTo(decision.equals("hold") ? List.of(each.subject()) : List.of());
        }
        all.assertAll();
    }

    private Map<Who, Sender> people() {
        Map<Who, Sender> all = new HashMap<>();
        all.put(Who.STRANGER, new Sender(null, "stranger@elsewhere.test", null));
        all.put(Who.LISTED_STRANGER_WITHOUT_PROOF, new Sender(null, "friend@partner.test", "@partner.test"));
        all.put(Who.USER, user("user"));
        all.put(Who.USER_BY_ALIAS, withAlias("user2", null));
        String neighbour = other.user("neighbour");
        all.put(Who.USER_OF_ANOTHER_DOMAIN, new Sender(neighbour, neighbour, null));
        all.put(Who.MEMBER, user("member"));
        all.put(Who.MEMBER_BY_ALIAS, withAlias("member2", null));
        Sender aliasMember = withAlias("member3", null);
        all.put(Who.MEMBER_WHOSE_ALIAS_IS_THE_MEMBER, new Sender(aliasMember.login(), aliasMember.login(), null));
        all.put(Who.NESTED_MEMBER, user("inner"));
        all.put(Who.DEEPLY_NESTED_MEMBER_BY_ALIAS, new Sender(org.address("deep"), org.address("deep.alias"), null));
        all.put(Who.ADMINISTRATOR, new Sender(org.address("postmaster"), org.address("postmaster"), null));
        org.alias(org.address("chief"), org.address("postmaster"));
        all.put(Who.ADMINISTRATOR_BY_ALIAS, new Sender(org.address("postmaster"), org.address("chief"), null));
        Sender listed = user("listed");
        all.put(Who.LISTED, new Sender(listed.login(), listed.address(), listed.address()));
        Sender byAlias = withAlias("listed2", null);
        all.put(Who.LISTED_BY_ALIAS, new Sender(byAlias.login(), byAlias.login(), byAlias.address()));
        all.put(Who.LISTED_BY_DOMAIN, new Sender(neighbour, neighbour, '@' + other.domain()));
        return all;
    }

    private Sender user(String name) {
        String address = org.user(name);
        return new Sender(address, address, null);
    }

    private Sender withAlias(String name, String allowed) {
        String login = org.user(name);
        String alias = org.address(name + ".alias");
        org.alias(alias, login);
        return new Sender(login, alias, allowed);
    }

    /** Tries a part of all combinations, each with a group of its own that first has other settings. */
    private List<Case> sample(String nested) {
        List<Case> all = new ArrayList<>();
        for (Who who : Who.values()) {
            for (String senders : POLICIES) {
                for (String moderation : MODERATIONS) {
                    all.add(new Case(who, senders, moderation, null, null));
                }
            }
        }
        Random random = new Random(SEED);
        Collections.shuffle(all, random);
        List<Case> cases = new ArrayList<>();
        for (Case each : all.subList(0, SAMPLE)) {
            String name = "case" + cases.size();
            String group = org.group(
                    name,
                    witness,
                    org.address("member"),
                    org.address("member2"),
                    org.address("member3.alias"),
                    org.address("user2"),
                    nested);
            // user2 is a member for a moment. A right that is taken away must be gone at once.
            org.change(group, random.nextBoolean() ? Map.of("senders", "anyone") : Map.of("moderation", "everyone"));
            org.webadmin().delete(Webadmin.member(group, org.address("user2"))).expect(204);
            String allowed = people.get(each.who()).allowed();
            org.change(
                    group,
                    Map.of(
                            "senders",
                            each.senders(),
                            "moderation",
                            each.moderation(),
                            "allowedSenders",
                            allowed == null ? List.of() : List.of(allowed)));
            cases.add(new Case(each.who(), each.senders(), each.moderation(), group, "subject of " + name));
        }
        return cases;
    }

    private JsonNode explain(Case each) {
        return explain(each.group(), people.get(each.who()).address(), each.who().authenticated);
    }

    private JsonNode explain(String group, String sender, boolean authenticated) {
        return org.webadmin()
                .get(Webadmin.group(group) + "/explain?sender=" + Webadmin.encode(sender) + "&authenticated="
                        + authenticated)
                .expect(200)
                .json();
    }

    /** Returns the answer to RCPT, or to DATA for mail from outside that a proof could still help. */
    private Reply post(Case each) {
        Sender sender = people.get(each.who());
        Letter letter = Letter.from(sender.address(), each.subject()).to(each.group());
        try (SmtpClient client = sender.login() == null ? org.smtp() : org.submission(sender.login())) {
            assertThat(client.mail(sender.address()).code()).isEqualTo(250);
            Reply rcpt = client.rcpt(each.group());
            if (each.decision().equals("refuse") && !each.who().listed) {
                return rcpt;
            }
            return rcpt.isPositive() ? client.data(letter.bytes()) : rcpt;
        }
    }

    @Test
    void aliasOfTwoUsersShouldGiveItsRightsToBoth() {
        String ann = org.user("ann");
        String ben = org.user("ben");
        String office = org.address("office");
        org.alias(office, ann);
        org.alias(office, ben);
        String team = org.group("team", office);
        org.change(team, Map.of("senders", "members"));

        for (String user : List.of(ann, ben)) {
            try (SmtpClient client = org.submission(user)) {
                assertRcpt(client, user, team, 250, "accept");
            }
        }
        try (SmtpClient client = org.submission(witness)) {
            assertRcpt(client, witness, team, 550, "refuse");
        }
    }

    @Test
    void rightsShouldHoldAtOnceWhenTheyChange() {
        String bob = org.user("bob");
        String team = org.group("team", witness);
        try (SmtpClient client = org.submission(bob)) {
            assertRcpt(client, bob, team, 250, "accept");
            org.change(team, Map.of("senders", "members"));
            assertRcpt(client, bob, team, 550, "refuse");
            org.webadmin().put(Webadmin.member(team, bob)).expect(204);
            assertRcpt(client, bob, team, 250, "accept");
            org.webadmin().delete(Webadmin.member(team, bob)).expect(204);
            assertRcpt(client, bob, team, 550, "refuse");
            String inner = org.group("inner", bob);
            org.webadmin().put(Webadmin.member(team, inner)).expect(204);
            assertRcpt(client, bob, team, 250, "accept");
            org.change(team, Map.of("senders", "administrators"));
            assertRcpt(client, bob, team, 550, "refuse");
            org.webadmin()
                    .patch(Webadmin.group(team), Map.of("administrators", List.of(bob)))
                    .expect(200);
            assertRcpt(client, bob, team, 250, "accept");
            org.change(team, Map.of("senders", "listed"));
            assertRcpt(client, bob, team, 550, "refuse");
            org.change(team, Map.of("allowedSenders", List.of(bob.replace("bob", "BOB"))));
            assertRcpt(client, bob, team, 250, "accept");
            org.change(team, Map.of("allowedSenders", List.of("@" + org.domain())));
            assertRcpt(client, bob, team, 250, "accept");
            org.change(team, Map.of("allowedSenders", List.of("@sub." + org.domain())));
            assertRcpt(client, bob, team, 550, "refuse");
            org.change(team, Map.of("moderation", "outsiders"));
            assertRcpt(client, bob, team, 250, "hold");
        }
    }

    private void assertRcpt(SmtpClient client, String sender, String group, int code, String decision) {
        client.mail(sender);
        Reply reply = client.rcpt(group);
        client.command("RSET");
        assertThat(reply.code()).as(reply.text()).isEqualTo(code);
        assertThat(explain(group, sender, true).path("decision").asText()).isEqualTo(decision);
    }

    @Test
    void groupsInOneMessageShouldBeDecidedOneByOne() {
        String bob = org.user("bob");
        String open = org.group("open", witness);
        String closed = org.group("closed", witness, org.user("reader"));
        org.change(closed, Map.of("senders", "members"));
        String moderated = org.group("moderated", org.address("reader"));
        org.change(moderated, Map.of("moderation", "everyone"));

        try (SmtpClient client = org.submission(bob)) {
            client.mail(bob);
            assertThat(client.rcpt(open).code()).isEqualTo(250);
            assertThat(client.rcpt(closed).text()).startsWith("550 5.7.1");
            assertThat(client.rcpt(moderated).code()).isEqualTo(250);
            assertThat(client.rcpt(bob).code()).isEqualTo(250);
            assertThat(client.data(Letter.from(bob, "to three")
                                    .to(open, closed, moderated)
                                    .bytes())
                            .code())
                    .isEqualTo(250);
        }

        Received received = org.inbox(witness).awaitOne();
        assertThat(received.all("List-Id")).singleElement().asString().endsWith(Organisation.listId(open));
        assertThat(org.inbox(bob).await(2))
                .extracting(message -> message.first("Subject").orElse(""))
                .containsExactlyInAnyOrder("to three", "Your message to " + moderated + " waits for a decision");
        org.awaitQuiet();
        assertThat(org.inbox(org.address("reader")).messages()).isEmpty();
        assertThat(org.awaitHeld(moderated, 1).get(0).path("subject").asText()).isEqualTo("to three");
    }

    @Test
    void authorShouldBeToldAtTheUsersAddressWhenAnAliasOfHersWroteToAnAliasOfAClosedGroupAndOthers() {
        String dave = org.user("dave");
        String sales = org.address("sales");
        org.alias(sales, dave);
        String closed = org.group("closed", witness);
        org.change(closed, Map.of("senders", "members"));
        String onlyClosed = org.address("only-closed");
        org.alias(onlyClosed, closed);
        String crew = org.address("crew");
        org.alias(crew, closed);
        org.alias(crew, org.user("erin"));

        try (SmtpClient client = org.submission(dave)) {
            client.mail(sales);
            assertThat(client.rcpt(onlyClosed).toString())
                    .as("an alias that leads to nobody else is refused as the group is")
                    .contains("550", "Only authenticated members may write to this group");
            client.command("RSET");
            Organisation.send(client, sales, Letter.from(sales, "as sales").to(crew), List.of(crew));
        }

        Received notice = org.inbox(dave).awaitOne();
        assertThat(notice.raw()).contains("Only authenticated members may write to this group");
        org.awaitQuiet();
        assertThat(org.inbox(witness).messages()).isEmpty();
    }

    @Test
    void explainShouldRefuseWhatItCannotRead() {
        String team = org.group("team", witness);
        String explain = Webadmin.group(team) + "/explain";
        for (String query : List.of(
                "?sender=nobody",
                "?sender=a%40b.test&authenticated=perhaps",
                "?sender=a%40b.test&size=-1",
                "?sender=a%40b.test&size=99999999999999999999",
                "?sender=a%40b.test&size=x",
                "?sender=a%40b.test&unknown=1")) {
            assertThat(org.webadmin().get(explain + query).status()).as(query).isEqualTo(400);
        }
        org.webadmin()
                .get(Webadmin.group(org.address("nobody")) + "/explain?sender=a%40b.test&authenticated=true")
                .expect(404);
    }
}
