// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.AddResponseProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareResponseProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyDNResponseProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.mailgroups.audit.LogText;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after the other. Before a log-in it answers only what the server is.
 * Nothing can be changed. Errors are logged here and nowhere else.
 */
final class LdapHandler extends LDAPListenerRequestHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(LdapHandler.class);
    private static final int VERSION = 3;

    /** When a wrong log-in is answered, after it has come: nobody can tell by the time whether there is such a user. */
    static final Duration WRONG_LOG_IN_ANSWER = Duration.ofMillis(500);

    private final LdapLogins logins;
    private final Searches searches;
    private final ConnectionLimits limits;
    private final LDAPListenerClientConnection connection;
    private final Socket socket;

    /** Who has logged in; null before. One thread at a time is here. */
    private Principal principal;

    /** Makes what makes the handler of each connection. */
    LdapHandler(LdapLogins logins, Searches searches, ConnectionLimits limits) {
        this(logins, searches, limits, null, null);
    }

    private LdapHandler(
            LdapLogins logins,
            Searches searches,
            ConnectionLimits limits,
            LDAPListenerClientConnection connection,
            Socket socket) {
        this.logins = logins;
        this.searches = searches;
        this.limits = limits;
        this.connection = connection;
        this.socket = socket;
    }

    @Override
    public LDAPListenerRequestHandler newInstance(LDAPListenerClientConnection of) {
        // A filter may be too deep to be read: the library leaves the connection open then.
        of.setUncaughtExceptionHandler((thread, error) -> {
            LOGGER.warn(
                    "A connection of LDAP ended: {}",
                    LogText.neutral(error.getClass().getName()));
            limits.close(of.getSocket());
        });
        return new LdapHandler(logins, searches, limits, of, of.getSocket());
    }

    /** What became of a request. */
    private record Outcome(ResultCode code, String words) {
        static Outcome of(ResultCode code) {
            return new Outcome(code, null);
        }
    }

    /** A request. */
    @FunctionalInterface
    private interface Work {
        Outcome outcome() throws LDAPException;
    }

    private Outcome outcome(List<Control> controls, Work work) {
        limits.begun(socket);
        try {
            return controls.stream().anyMatch(Control::isCritical)
                    ? Outcome.of(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION)
                    : work.outcome();
        } catch (RefusedCallException e) {
            return new Outcome(ResultCode.BUSY, e.getMessage());
        } catch (StoreUnavailableException e) {
            LOGGER.error("A request of LDAP could not be answered", LogText.neutral(e));
            return new Outcome(ResultCode.UNAVAILABLE, "the server cannot tell now: try again soon");
        } catch (LDAPException e) {
            // Whoever does not take the answer need not be told.
            return Outcome.of(ResultCode.CANCELED);
        } catch (RuntimeException e) {
            // This is the edge: whatever it is, the client gets an answer.
            LOGGER.error("A request of LDAP failed", LogText.neutral(e));
            return new Outcome(ResultCode.OTHER, "the request failed; the server's log says why");
        } finally {
            limits.ended(socket);
        }
    }

    @Override
    public LDAPMessage processBindRequest(int id, BindRequestProtocolOp request, List<Control> controls) {
        Outcome outcome = outcome(controls, () -> bind(request));
        return new LDAPMessage(
                id, new BindResponseProtocolOp(outcome.code().intValue(), null, outcome.words(), null, null));
    }

    private Outcome bind(BindRequestProtocolOp request) {
        long begin = System.nanoTime();
        // Also if it fails, nobody is logged in any more (RFC 4511 4.2.1).
        principal = null;
        limits.loggedOut(socket);
        if (request.getVersion() != VERSION) {
            return new Outcome(ResultCode.PROTOCOL_ERROR, "this server speaks LDAP version 3");
        }
        if (request.getCredentialsType() != BindRequestProtocolOp.CRED_TYPE_SIMPLE) {
            return new Outcome(
                    ResultCode.AUTH_METHOD_NOT_SUPPORTED, "log in with a mail address and a password (simple bind)");
        }
        String name = request.getBindDN();
        String password = request.getSimplePassword().stringValue();
        if (password.isEmpty()) {
            // A name without a password would be taken for a log-in (RFC 4513 5.1.2).
            return name.isEmpty()
                    ? Outcome.of(ResultCode.SUCCESS)
                    : new Outcome(ResultCode.UNWILLING_TO_PERFORM, "a log-in needs a password");
        }
        Optional<Principal> found = logins.principal(name, password, limits.network(socket));
        if (found.isEmpty()) {
            LockSupport.parkNanos(WRONG_LOG_IN_ANSWER.toNanos() - (System.nanoTime() - begin));
            return new Outcome(ResultCode.INVALID_CREDENTIALS, "log in with the mail address and a password of a user");
        }
        principal = found.get();
        limits.loggedIn(socket);
        return Outcome.of(ResultCode.SUCCESS);
    }

    @Override
    public LDAPMessage processSearchRequest(int id, SearchRequestProtocolOp request, List<Control> controls) {
        List<Control> others =
                controls.stream().filter(control -> !Paging.isOne(control)).toList();
        List<Control> answers = new ArrayList<>();
        Outcome outcome = outcome(others, () -> search(id, request, controls, answers));
        return new LDAPMessage(
                id, new SearchResultDoneProtocolOp(outcome.code().intValue(), null, outcome.words(), null), answers);
    }

    private Outcome search(int id, SearchRequestProtocolOp request, List<Control> controls, List<Control> answers)
            throws LDAPException {
        Optional<Paging> paging;
        try {
            paging = Paging.of(controls);
        } catch (LDAPException e) {
            return new Outcome(e.getResultCode(), e.getMessage());
        }
        if (request.getBaseDN().isEmpty() && request.getScope().equals(SearchScope.BASE)) {
            send(id, root());
            paging.ifPresent(page -> answers.add(Paging.answer(new ASN1OctetString())));
            return Outcome.of(ResultCode.SUCCESS);
        }
        if (principal == null) {
            return new Outcome(
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
                    "log in first, with a mail address and a password (simple bind)");
        }
        Search.Result result = searches.search(principal, tree(), request, paging, entry -> send(id, entry));
        result.cookie().map(Paging::answer).ifPresent(answers::add);
        return new Outcome(result.code(), result.words());
    }

    /** Sends an entry, and waits until it is on its way. */
    private void send(int id, Entry entry) throws LDAPException {
        limits.sending(socket);
        connection.sendSearchResultEntry(id, entry);
        limits.sent(socket);
    }

    private Tree tree() {
        return new Tree(principal.address().map(Address::domain).orElseThrow());
    }

    /** Returns what the server is (RFC 4512 5.1). Whoever has not logged in is not told which domains there are. */
    private Entry root() {
        Entry root = new Entry(
                DN.NULL_DN,
                new Attribute("objectClass", "top"),
                new Attribute("supportedLDAPVersion", Integer.toString(VERSION)),
                new Attribute("supportedControl", Paging.CONTROL),
                new Attribute("vendorName", "James Mail Groups"));
        if (principal != null) {
            root.addAttribute("namingContexts", tree().base().toString());
        }
        return root;
    }

    private Outcome readOnly(List<Control> controls) {
        return outcome(
                controls, () -> new Outcome(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "this directory can be read only"));
    }

    @Override
    public LDAPMessage processAddRequest(int id, AddRequestProtocolOp request, List<Control> controls) {
        Outcome outcome = readOnly(controls);
        return new LDAPMessage(id, new AddResponseProtocolOp(outcome.code().intValue(), null, outcome.words(), null));
    }

    @Override
    public LDAPMessage processDeleteRequest(int id, DeleteRequestProtocolOp request, List<Control> controls) {
        Outcome outcome = readOnly(controls);
        return new LDAPMessage(
                id, new DeleteResponseProtocolOp(outcome.code().intValue(), null, outcome.words(), null));
    }

    @Override
    public LDAPMessage processModifyRequest(int id, ModifyRequestProtocolOp request, List<Control> controls) {
        Outcome outcome = readOnly(controls);
        return new LDAPMessage(
                id, new ModifyResponseProtocolOp(outcome.code().intValue(), null, outcome.words(), null));
    }

    @Override
    public LDAPMessage processModifyDNRequest(int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
        Outcome outcome = readOnly(controls);
        return new LDAPMessage(
                id, new ModifyDNResponseProtocolOp(outcome.code().intValue(), null, outcome.words(), null));
    }

    @Override
    public LDAPMessage processCompareRequest(int id, CompareRequestProtocolOp request, List<Control> controls) {
        Outcome outcome =
                outcome(controls, () -> new Outcome(ResultCode.UNWILLING_TO_PERFORM, "search instead of comparing"));
        return new LDAPMessage(
                id, new CompareResponseProtocolOp(outcome.code().intValue(), null, outcome.words(), null));
    }

    @Override
    public LDAPMessage processExtendedRequest(int id, ExtendedRequestProtocolOp request, List<Control> controls) {
        Outcome outcome =
                outcome(controls, () -> new Outcome(ResultCode.PROTOCOL_ERROR, "this server has no such operation"));
        return new LDAPMessage(
                id, new ExtendedResponseProtocolOp(outcome.code().intValue(), null, outcome.words(), null, null, null));
    }
}
