// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import java.util.Optional;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;

/** What one connection has done, and what others from its network have. One thread at a time uses it. */
final class Client {
    /** The code of an answer with which the server closes the connection (RFC 5321 3.8). */
    static final String CLOSING = "421";

    static final String TOO_MANY_FAILED_LOGINS = "4.7.0 Too many failed log-ins: try again later";

    private static final AttachmentKey<Client> KEY = AttachmentKey.of("org.mailgroups.client", Client.class);

    private final ClientNetwork network;
    private final Counters counters;
    private int errors;

    /**
     * The counters that all connections share.
     *
     * @param maxErrors errors in one connection
     * @param maxRecipients recipients of one message
     */
    record Counters(
            OpenConnections open,
            EventCounter connections,
            EventCounter recipients,
            EventCounter unknownRecipients,
            EventCounter failedLogins,
            int maxErrors,
            int maxRecipients) {}

    private Client(ClientNetwork network, Counters counters) {
        this.network = network;
        this.counters = counters;
    }

    /** Returns the connection's counts; none if its network is exempt. */
    static Optional<Client> of(ProtocolSession session) {
        return session.getAttachment(KEY, State.Connection);
    }

    /** Begins to count for a connection, and returns whether it is one too many. */
    static boolean isTooManyWith(ProtocolSession session, Counters counters) {
        ClientNetwork network = ClientNetwork.of(session.getRemoteAddress().getAddress());
        session.setAttachment(KEY, new Client(network, counters), State.Connection);
        boolean isTooManyAtOnce = counters.open().isTooManyWith(network);
        boolean isTooOften = counters.connections().isTooMany(network);
        return isTooManyAtOnce || isTooOften;
    }

    void disconnected() {
        counters.open().less(network);
    }

    /** Counts a failed log-in, and returns whether there were too many. */
    boolean failedLogin() {
        return counters.failedLogins().isTooMany(network);
    }

    /** Returns whether nobody from this network may log in now. */
    boolean isLockedOut() {
        return counters.failedLogins().isReached(network);
    }

    boolean isTooManyRecipients() {
        return counters.recipients().isTooMany(network);
    }

    boolean isFullMessage(int recipients) {
        return recipients >= counters.maxRecipients();
    }

    boolean isTooManyUnknownRecipients() {
        return counters.unknownRecipients().isTooMany(network);
    }

    /** Counts an answer if it is an error; returns it, or that the connection ends if there were too many. */
    Response counted(Response response) {
        if (!response.getRetCode().startsWith("5") || ++errors <= counters.maxErrors()) {
            return response;
        }
        return closing("4.7.0 Too many errors");
    }

    static Response closing(String text) {
        SMTPResponse response = new SMTPResponse(CLOSING, text);
        response.setEndSession(true);
        return response;
    }
}
