// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.mailgroups.delivery.smtp.SmtpException.About;

/** The steps from an address to a connection that can carry a message. Used once, by one thread. */
final class Opening {
    private static final int CHALLENGE = 334;

    private final SmtpHost host;
    private final SmtpSettings settings;
    private final SmtpTimeouts times;
    private final TlsLayer tls;
    private final SmtpWire wire;

    Opening(SmtpHost host, SmtpSettings settings, TlsLayer tls, SmtpWire wire) {
        this.host = host;
        this.settings = settings;
        this.times = settings.timeouts();
        this.tls = tls;
        this.wire = wire;
    }

    /**
     * Goes through all steps.
     *
     * @param encrypted whether TLS is wanted, or taken if it is offered
     * @throws BrokenTlsException if TLS was offered, and did not come about
     */
    SmtpConnection run(boolean encrypted) throws SmtpException, BrokenTlsException {
        try {
            connect();
            greeting();
            Extensions extensions = hello();
            if (encrypted && settings.startTls() == StartTls.REQUIRED && !extensions.startTls()) {
                throw new SmtpException(About.SETTINGS, "TLS is required, and the server does not offer it");
            }
            if (encrypted && extensions.startTls()) {
                extensions = startTls(extensions);
            }
            if (settings.login().isPresent()) {
                logIn(settings.login().get(), extensions);
            }
            return new SmtpConnection(host, settings, wire, extensions);
        } catch (LostException e) {
            throw failure(e);
        }
    }

    private static SmtpException failure(LostException lost) {
        return new SmtpException(
                lost.kind() == LostException.Kind.LOST ? About.NETWORK : About.SERVER_NOW, lost.getMessage(), lost);
    }

    private void connect() throws SmtpException, LostException {
        if (settings.source().isPresent()) {
            try {
                wire.bind(settings.source().get());
            } catch (IOException e) {
                throw new SmtpException(About.SETTINGS, "the source address cannot be used: " + e.getMessage(), e);
            }
        }
        wire.connect(host, times.connect());
    }

    private void greeting() throws SmtpException, LostException {
        positive("the greeting", wire.read(times.greeting()));
        wire.requireQuiet(times.command());
    }

    /** Greets with EHLO, or with HELO if the server does not know that (RFC 5321 3.2). */
    private Extensions hello() throws SmtpException, LostException {
        Reply ehlo = wire.ask("EHLO " + settings.heloName(), times.command());
        if (ehlo.isPositive()) {
            return Extensions.of(ehlo);
        }
        if (!ehlo.isPermanent()) {
            positive("EHLO", ehlo);
        }
        positive("HELO", wire.ask("HELO " + settings.heloName(), times.command()));
        return Extensions.NONE;
    }

    /** Returns what the server offers under TLS. What it offered before may have been written by somebody else. */
    private Extensions startTls(Extensions before) throws SmtpException, LostException, BrokenTlsException {
        Reply reply = wire.ask("STARTTLS", times.data());
        if (!reply.isPositive()) {
            if (settings.startTls() == StartTls.REQUIRED || reply.isClosing()) {
                throw new SmtpException(About.SERVER_NOW, "the server does not start TLS: " + reply.words());
            }
            return before;
        }
        if (wire.hasMore()) {
            // It was written before TLS, perhaps by somebody else (CVE-2021-38371).
            throw new SmtpException(About.SERVER_NOW, "the server says more than its answer to STARTTLS");
        }
        try {
            wire.encrypt(tls, host, times.data());
            return hello();
        } catch (LostException e) {
            throw new BrokenTlsException(new SmtpException(About.SERVER_NOW, "TLS is broken: " + e.getMessage(), e));
        }
    }

    private void logIn(SmtpCredentials credentials, Extensions extensions) throws SmtpException, LostException {
        if (!wire.isEncrypted() && !credentials.plainTextAllowed()) {
            throw new SmtpException(About.SETTINGS, "a password is set, and the connection is not encrypted");
        }
        Set<String> mechanisms = extensions.mechanisms();
        if (mechanisms.contains("PLAIN")) {
            String response = base64('\0' + credentials.user() + '\0' + credentials.password());
            loggedIn(wire.ask("AUTH PLAIN " + response, times.command()), List.of(response));
        } else if (mechanisms.contains("LOGIN")) {
            logInStepByStep(base64(credentials.user()), base64(credentials.password()));
        } else {
            throw new SmtpException(
                    About.SETTINGS, "a password is set, and the server offers neither AUTH PLAIN nor LOGIN");
        }
    }

    private void logInStepByStep(String user, String password) throws SmtpException, LostException {
        List<String> secrets = List.of(user, password);
        Reply reply = wire.ask("AUTH LOGIN", times.command());
        for (String response : secrets) {
            if (reply.code() != CHALLENGE) {
                break;
            }
            reply = wire.ask(response, times.command());
        }
        loggedIn(reply, secrets);
    }

    /** @param secrets what is to be left out of the server's words, in case it repeats them */
    private static void loggedIn(Reply reply, List<String> secrets) throws SmtpException {
        if (!reply.isPositive()) {
            String words = reply.words();
            for (String secret : secrets) {
                words = words.replace(secret, "...");
            }
            throw new SmtpException(
                    reply.isTransient() ? About.SERVER_NOW : About.SETTINGS, "the server does not log us in: " + words);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void positive(String step, Reply reply) throws SmtpException {
        if (!reply.isPositive()) {
            throw new SmtpException(
                    reply.isPermanent() ? About.SERVER_FOR_GOOD : About.SERVER_NOW,
                    step + " was answered with: " + reply.words());
        }
    }

    /** TLS that was offered and did not come about. */
    static final class BrokenTlsException extends Exception {
        private static final long serialVersionUID = 1L;

        private final SmtpException failure;

        BrokenTlsException(SmtpException failure) {
            super(failure);
            this.failure = failure;
        }

        SmtpException failure() {
            return failure;
        }
    }
}
