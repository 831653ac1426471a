// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A domain of one test's own on a running server, with its users and groups, so that tests can share the server. Every
 * user has the password {@code secret}. Every group has the administrator {@code postmaster}.
 */
public final class Organisation {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int SOME = 200;
    private static final String PASSWORD = "secret";
    private static final Duration QUIET_LIMIT = Duration.ofMinutes(3);
    private static final Duration STILL = Duration.ofSeconds(2);

    private final ServerProcess server;
    private final Webadmin webadmin;
    private final String domain;
    private List<JsonNode> waiting = List.of();
    private long waitingSince;

    private Organisation(ServerProcess server, Webadmin webadmin, String domain) {
        this.server = server;
        this.webadmin = webadmin;
        this.domain = domain;
    }

    private static String domain(int number) {
        return "org" + number + ".test";
    }

    /** Returns the domains of the next organisations, more than a class has tests, for a server that must know them. */
    public static List<String> nextDomains() {
        int last = COUNT.get();
        return IntStream.rangeClosed(last + 1, last + SOME)
                .mapToObj(Organisation::domain)
                .toList();
    }

    /** Creates the domain and its postmaster, with the token that the server made. */
    public static Organisation on(ServerProcess server) {
        return on(server, Webadmin.of(server));
    }

    /** Creates the domain and its postmaster. */
    public static Organisation on(ServerProcess server, Webadmin webadmin) {
        Organisation organisation = new Organisation(server, webadmin, domain(COUNT.incrementAndGet()));
        webadmin.createDomain(organisation.domain);
        organisation.user("postmaster");
        return organisation;
    }

    /** Creates the same domain with its postmaster on another server. */
    public Organisation alsoOn(ServerProcess other) {
        Organisation twin = new Organisation(other, Webadmin.of(other), domain);
        twin.webadmin.createDomain(domain);
        twin.user("postmaster");
        return twin;
    }

    public String domain() {
        return domain;
    }

    public Webadmin webadmin() {
        return webadmin;
    }

    /** Returns an address in the domain; nothing is created. */
    public String address(String localPart) {
        return localPart + '@' + domain;
    }

    /** Creates a user and returns the address. */
    public String user(String localPart) {
        String address = address(localPart);
        webadmin.createUser(address, PASSWORD);
        return address;
    }

    /** Creates a group, named like its local part, and returns the address. */
    public String group(String localPart, String... members) {
        return group(localPart, List.of(members));
    }

    /** Creates a group, named like its local part, and returns the address. */
    public String group(String localPart, Collection<String> members) {
        String address = address(localPart);
        webadmin.createGroup(address, localPart, address("postmaster"), members);
        return address;
    }

    /** Creates a group that takes messages from everybody, authenticated or not, and returns the address. */
    public String openGroup(String localPart, String... members) {
        String group = group(localPart, members);
        change(group, Map.of("senders", "anyone"));
        return group;
    }

    /** Changes some of a group's settings. */
    public void change(String group, Map<String, ?> settings) {
        webadmin.patch(Webadmin.group(group), Map.of("settings", settings)).expect(200);
    }

    /** Returns the group's held messages, as HTTP lists them. */
    public List<JsonNode> held(String group) {
        List<JsonNode> held = new ArrayList<>();
        webadmin.get(Webadmin.group(group) + "/held")
                .expect(200)
                .json()
                .path("items")
                .forEach(held::add);
        return held;
    }

    /** Returns the path of a held message. */
    public static String held(String group, String id) {
        return Webadmin.group(group) + "/held/" + Webadmin.encode(id);
    }

    /** Waits until the group holds so many messages, and fails if it holds more. */
    public List<JsonNode> awaitHeld(String group, int count) {
        List<JsonNode> held = Awaitility.await("held messages of " + group)
                .atMost(QUIET_LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> held(group), messages -> messages.size() >= count);
        if (held.size() != count) {
            throw new AssertionError(group + " holds " + held.size() + " messages instead of " + count + ": " + held);
        }
        return held;
    }

    /** Returns the end of a group's List-Id. */
    public static String listId(String group) {
        return '<' + group.replace('@', '.') + '>';
    }

    /** Makes James' alias {@code source} for {@code target}. */
    public void alias(String source, String target) {
        webadmin.put("/address/aliases/" + Webadmin.encode(target) + "/sources/" + Webadmin.encode(source))
                .expect(204);
    }

    /** Makes James' own group {@code group}, or adds to it. */
    public void jamesGroup(String group, String... members) {
        for (String member : members) {
            webadmin.put("/address/groups/" + Webadmin.encode(group) + '/' + Webadmin.encode(member))
                    .expect(204);
        }
    }

    /** Makes James forward what comes for {@code user} to {@code target}. */
    public void forward(String user, String target) {
        webadmin.put("/address/forwards/" + Webadmin.encode(user) + "/targets/" + Webadmin.encode(target))
                .expect(204);
    }

    public Mailbox inbox(String user) {
        return new Mailbox(server.ports().imap(), user, PASSWORD);
    }

    /** Opens a connection to the submission port, authenticated as this user. */
    public SmtpClient submission(String user) {
        SmtpClient client = SmtpClient.connect(server.ports().submission());
        Reply reply = client.authenticate(user, PASSWORD);
        if (reply.code() != 235) {
            client.close();
            throw new AssertionError("AUTH of " + user + " was answered with " + reply);
        }
        return client;
    }

    /** Opens a connection to the SMTP port, as another mail server does. */
    public SmtpClient smtp() {
        return SmtpClient.connect(server.ports().smtp());
    }

    /** Submits a letter as its author. */
    public void send(String author, Letter letter, String... recipients) {
        send(author, letter, List.of(recipients));
    }

    /** Submits a letter as its author. */
    public void send(String author, Letter letter, List<String> recipients) {
        try (SmtpClient client = submission(author)) {
            send(client, author, letter, recipients);
        }
    }

    /** Sends a letter over a connection and fails unless everything is accepted. */
    public static void send(SmtpClient client, String sender, Letter letter, List<String> recipients) {
        expectPositive(client.mail(sender, "BODY=8BITMIME"));
        recipients.forEach(recipient -> expectPositive(client.rcpt(recipient)));
        expectPositive(client.data(letter.bytes()));
    }

    private static void expectPositive(Reply reply) {
        if (!reply.isPositive()) {
            throw new AssertionError("Refused: " + reply);
        }
    }

    /** Returns the answer to RCPT for somebody who is not authenticated. */
    public Reply rcpt(String recipient) {
        try (SmtpClient client = smtp()) {
            expectPositive(client.mail("stranger@elsewhere.test"));
            return client.rcpt(recipient);
        }
    }

    /**
     * Waits until the server has nothing left to do: somebody without a copy will not get one then. A copy that waits
     * to be tried again may be there still.
     */
    public void awaitQuiet() {
        waiting = null;
        Awaitility.await("empty queues")
                .atMost(QUIET_LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> postingsAreTried() && queuesAreEmpty() && webadmin.queueSize("outgoing") == 0);
    }

    /** Waits until no copy waits, not even for another attempt. */
    public void awaitSettled() {
        Awaitility.await("settled postings").atMost(QUIET_LIMIT).until(() -> waitingPostings()
                .isEmpty());
    }

    private List<JsonNode> waitingPostings() {
        List<JsonNode> found = new ArrayList<>();
        webadmin.get("/postings?state=waiting").expect(200).json().path("items").forEach(posting -> {
            if (!isOfAnother(posting.path("author").asText())) {
                found.add(posting);
            }
        });
        return found;
    }

    /** Tells whether all copies have been delivered, or wait for another attempt: then nothing changes for a while. */
    private boolean postingsAreTried() {
        List<JsonNode> now = waitingPostings();
        if (!now.equals(waiting)) {
            waiting = now;
            waitingSince = System.nanoTime();
        }
        return now.isEmpty() || System.nanoTime() - waitingSince > STILL.toNanos();
    }

    private boolean isOfAnother(String author) {
        return author.matches(".*@org\\d+\\.test") && !author.endsWith('@' + domain);
    }

    /** Asks for outgoing first, since mail that fails there comes back to the spool as a report. */
    private boolean queuesAreEmpty() {
        return webadmin.queueSize("outgoing") == 0 && webadmin.queueSize("spool") == 0;
    }
}
