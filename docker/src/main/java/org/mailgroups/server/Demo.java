// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import javax.mail.Folder;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Store;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.mail.search.SubjectTerm;

/**
 * Shows what the server is for, from outside, as its users see it.
 *
 * <p>It makes a domain, three users and a group over HTTP, submits a message to the group, and reads the three
 * mailboxes over IMAP. It may run again on the same data.
 */
final class Demo {

    private static final String DOMAIN = "example.org";
    private static final String PASSWORD = "secret";
    private static final List<String> USERS = List.of("alice@" + DOMAIN, "bob@" + DOMAIN, "carol@" + DOMAIN);
    private static final String SENDER = USERS.get(0);
    private static final String GROUP = "team@" + DOMAIN;
    private static final Set<Integer> THERE_NOW_OR_BEFORE = Set.of(200, 201, 204, 409);
    private static final Duration ARRIVAL = Duration.ofSeconds(60);

    private final Options options;
    private final AdminToken token;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();

    Demo(Options options, AdminToken token, PrintStream out) {
        this.options = options;
        this.token = token;
        this.out = out;
    }

    /**
     * Runs the demo and prints what happens.
     *
     * @throws StartException if a step fails
     */
    void run() throws StartException {
        if (options.mailIsPublic()) {
            out.println("demo: anyone who reaches this machine can read and send mail with the demo's password");
        }
        try {
            put("/domains/" + DOMAIN, "");
            for (String user : USERS) {
                put("/users/" + user, "{\"password\":\"" + PASSWORD + "\"}");
            }
            out.println("demo: users " + String.join(", ", USERS) + ", password " + PASSWORD);
            put(
                    "/groups/" + GROUP,
                    "{\"name\":\"Team\",\"administrators\":[\"" + SENDER + "\"],\"members\":[\""
                            + String.join("\",\"", USERS) + "\"]}");
            out.println("demo: group " + GROUP + " with these three members");

            String subject = "Hello team, it is " + Instant.now();
            send(subject);
            out.println("demo: sent to " + GROUP + " by " + SENDER + ": " + subject);
            for (String user : USERS) {
                awaitArrival(user, subject);
                out.println("demo: arrived in the mailbox of " + user);
            }
            out.println("demo: done; the server goes on running");
        } catch (IOException | MessagingException e) {
            throw new StartException("the demo failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("the demo was interrupted", e);
        }
    }

    private void put(String path, String body) throws IOException, InterruptedException {
        URI uri = URI.create(options.webadminUrl() + path);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token.read())
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (!THERE_NOW_OR_BEFORE.contains(answer.statusCode())) {
            throw new IOException("PUT " + path + " was answered with " + answer.statusCode() + " " + answer.body());
        }
    }

    private void send(String subject) throws MessagingException, IOException {
        Properties properties = mailProperties("smtp");
        properties.setProperty("mail.smtp.auth", "true");
        Session session = Session.getInstance(properties);
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(SENDER));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(GROUP));
        message.setSubject(subject, "UTF-8");
        message.setText("This message was sent once, and each member of the group has it.\n", "UTF-8");
        message.saveChanges();
        try (Transport submission = session.getTransport("smtp")) {
            submission.connect(reachable(options.bind()), options.submission(), SENDER, PASSWORD);
            submission.sendMessage(message, message.getAllRecipients());
        }
    }

    /** Opens the mailbox again and again, as a mail client that checks for new mail. */
    private void awaitArrival(String user, String subject)
            throws MessagingException, IOException, InterruptedException {
        Instant end = Instant.now().plus(ARRIVAL);
        while (!hasArrived(user, subject)) {
            if (Instant.now().isAfter(end)) {
                throw new IOException(
                        "the message is not in the mailbox of " + user + " after " + ARRIVAL.toSeconds() + " s");
            }
            Thread.sleep(200);
        }
    }

    private boolean hasArrived(String user, String subject) throws MessagingException, IOException {
        Session session = Session.getInstance(mailProperties("imap"));
        try (Store store = session.getStore("imap")) {
            store.connect(reachable(options.bind()), options.imap(), user, PASSWORD);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                return inbox.search(new SubjectTerm(subject)).length > 0;
            }
        }
    }

    /** Returns properties that trust every certificate: the server's may be self-signed, and it is on this machine. */
    private static Properties mailProperties(String protocol) {
        Properties properties = new Properties();
        properties.setProperty("mail." + protocol + ".starttls.enable", "true");
        properties.setProperty("mail." + protocol + ".ssl.trust", "*");
        properties.setProperty("mail." + protocol + ".connectiontimeout", "20000");
        properties.setProperty("mail." + protocol + ".timeout", "60000");
        return properties;
    }

    private static String reachable(String bind) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(bind);
        return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress().getHostAddress() : bind;
    }
}
