// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Other people's mail servers and mailboxes: one GreenMail, which takes mail for every address. Thread-safe. */
public final class OutsideWorld {
    private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(90);

    private final GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private OutsideWorld() {}

    public static OutsideWorld start() {
        OutsideWorld world = new OutsideWorld();
        world.greenMail.start();
        return world;
    }

    public int port() {
        return greenMail.getSmtp().getPort();
    }

    /** Returns the messages that this address got so far. */
    public List<Received> messages(String address) {
        GreenMailUser user = greenMail.getUserManager().getUserByEmail(address);
        if (user == null) {
            return List.of();
        }
        try {
            List<Received> received = new ArrayList<>();
            for (StoredMessage message :
                    greenMail.getManagers().getImapHostManager().getInbox(user).getMessages()) {
                ByteArrayOutputStream raw = new ByteArrayOutputStream();
                message.getMimeMessage().writeTo(raw);
                received.add(Received.parse(raw.toByteArray()));
            }
            return received;
        } catch (FolderException | MessagingException e) {
            throw new AssertionError("The mailbox of " + address + " cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the one message that should come. */
    public Received awaitOne(String address) {
        List<Received> received = Awaitility.await("mail for " + address)
                .atMost(ARRIVAL_LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> messages(address), messages -> !messages.isEmpty());
        if (received.size() != 1) {
            throw new AssertionError(address + " has " + received.size() + " messages instead of one");
        }
        return received.get(0);
    }
}
