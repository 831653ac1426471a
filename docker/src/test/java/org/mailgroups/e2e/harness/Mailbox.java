// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;

/**
 * A member's mailbox, read over IMAP as a mail program does. Each call opens a connection of its own. One that waits
 * looks again over the same connection, since TLS and the login take longer than the look. Immutable and thread-safe.
 */
public final class Mailbox {
    private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(90);

    private final int port;
    private final String user;
    private final String password;

    public Mailbox(int port, String user, String password) {
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /** Returns the messages in the inbox, oldest first. */
    public List<Received> messages() {
        return read("INBOX");
    }

    /** Returns the messages in a folder, oldest first; none if there is no such folder. */
    public List<Received> read(String name) {
        try (Store store = connect()) {
            return read(store, name);
        } catch (MessagingException e) {
            throw failed(e);
        }
    }

    private List<Received> read(Store store, String name) throws MessagingException {
        Folder folder = store.getFolder(name);
        if (!folder.exists()) {
            return List.of();
        }
        folder.open(Folder.READ_ONLY);
        try {
            List<Received> received = new ArrayList<>();
            for (Message message : folder.getMessages()) {
                ByteArrayOutputStream raw = new ByteArrayOutputStream();
                message.writeTo(raw);
                received.add(Received.parse(raw.toByteArray()));
            }
            return received;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (folder.isOpen()) {
                folder.close(false);
            }
        }
    }

    private AssertionError failed(MessagingException reason) {
        return new AssertionError("IMAP of " + user + " failed", reason);
    }

    /** Puts a message into a folder, which is made unless it exists, as a mail program does with sent mail. */
    public void append(String name, byte[] message) {
        try (Store store = connect()) {
            Folder folder = store.getFolder(name);
            if (!folder.exists()) {
                folder.create(Folder.HOLDS_MESSAGES);
            }
            folder.appendMessages(new Message[] {new MimeMessage(null, new ByteArrayInputStream(message))});
        } catch (MessagingException e) {
            throw failed(e);
        }
    }

    private Store connect() throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.starttls.enable", "true");
        properties.setProperty("mail.imap.ssl.trust", "*");
        properties.setProperty("mail.imap.peek", "true");
        properties.setProperty("mail.imap.timeout", "20000");
        Store store = Session.getInstance(properties).getStore("imap");
        store.connect("127.0.0.1", port, user, password);
        return store;
    }

    /** Waits until at least so many messages are there, and returns all of them. */
    public List<Received> await(int count) {
        try (Store store = connect()) {
            return await(count, store);
        } catch (MessagingException e) {
            throw failed(e);
        }
    }

    private List<Received> await(int count, Store store) {
        return Awaitility.await("mail for " + user)
                .atMost(ARRIVAL_LIMIT)
                // James answers BAD to the FETCH of a message that came while the folder was opened. The message is
                // there a moment later.
                .ignoreException(UncheckedIOException.class)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> look(store), messages -> messages.size() >= count);
    }

    /** Reads the inbox, over another connection if this one broke. */
    private List<Received> look(Store store) throws MessagingException {
        return store.isConnected() ? read(store, "INBOX") : messages();
    }

    /** Waits for the one message that should come. */
    public Received awaitOne() {
        List<Received> received = await(1);
        if (received.size() != 1) {
            throw new AssertionError(user + " has " + received.size() + " messages instead of one");
        }
        return received.get(0);
    }
}
