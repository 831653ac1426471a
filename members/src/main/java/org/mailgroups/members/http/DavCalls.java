// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.mailgroups.call.Answer;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.members.dav.AddressBooks;
import org.mailgroups.members.dav.DavCall;
import org.mailgroups.members.http.CallHandler.Exchange;
import org.mailgroups.members.login.Turns;
import org.mailgroups.right.Principal;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Takes the calls of programs that show the address book. They log in with each call; a session's cookie does not
 * count. Thread-safe.
 *
 * <p>A report may name all cards of a book. So its body may be long, but not many such bodies are in memory at once:
 * until their answers have been sent, the next ones are refused for a moment. Also, few reports are under way at once,
 * and fewer are made at once, so that they leave processor and store to mail.
 */
final class DavCalls {
    /** All long bodies together, in KiB. */
    static final int MAX_LONG_KIB = 16 << 10;

    /** A body that is no longer counts as nothing. */
    private static final int SHORT_BYTES = 64 << 10;

    private static final int KIB = 1 << 10;

    /** The most reports and lists that are under way at once, read by their clients or not. */
    private static final int MAX_REPORTS = 32;

    private static final int MAX_REPORTS_OF_USER = 2;

    /** The most of them that are made at once. */
    private static final int MAX_MADE = 4;

    private final Supplier<AddressBooks> addressBooks;
    private final Turns reports = new Turns(MAX_REPORTS);
    private final Semaphore making = new Semaphore(MAX_MADE, true);
    private final Semaphore longBodies = new Semaphore(MAX_LONG_KIB);

    DavCalls(Supplier<AddressBooks> addressBooks) {
        this.addressBooks = addressBooks;
    }

    /**
     * Takes a call, if it is one for address books.
     *
     * @return whether it is; if not, nothing has happened
     */
    boolean begin(Exchange exchange, Client client, Identity identity) {
        Request request = exchange.request();
        String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
        Optional<Answer> wellKnown = AddressBooks.wellKnown(path);
        if (wellKnown.isPresent()) {
            exchange.answer(wellKnown.get());
            return true;
        }
        if (!isOne(request)) {
            return false;
        }
        Principal principal = identity.reader(request, client).orElseThrow(CallHandler::wrongLogin);
        withBody(
                exchange,
                body -> Writer.writeZipped(
                        answer(principal, call(request, path, body), request),
                        request,
                        exchange.response(),
                        exchange.callback()));
        return true;
    }

    private Answer answer(Principal principal, DavCall call, Request request) {
        if (!call.mayBeLong()) {
            return addressBooks.get().answer(principal, call);
        }
        String user = principal.name();
        if (!reports.take(user, MAX_REPORTS_OF_USER)) {
            throw RefusedCallException.busy("other reports are under way; make this call again soon");
        }
        Request.addCompletionListener(request, failure -> reports.leave(user));
        return addressBooks.get().answer(principal, call).withPieces(pieces -> InTurn.of(pieces, making));
    }

    /** Returns whether a call is one for address books, with a log-in. */
    static boolean isOne(Request request) {
        return AddressBooks.isFor(
                request.getMethod(),
                Objects.requireNonNullElse(request.getHttpURI().getPath(), ""));
    }

    private static DavCall call(Request request, String path, byte[] body) {
        HttpFields headers = request.getHeaders();
        return new DavCall(
                request.getMethod(),
                path,
                text(headers, "Depth"),
                headers.getCSV("Prefer", false).stream()
                                .anyMatch(preference ->
                                        preference.replace(" ", "").equalsIgnoreCase("return=minimal"))
                        || text(headers, "Brief").equalsIgnoreCase("t"),
                headers.getCSV("Accept", true),
                headers.getCSV("If-None-Match", true),
                text(headers, "User-Agent"),
                body);
    }

    private static String text(HttpFields headers, String name) {
        return Objects.requireNonNullElse(headers.get(name), "").strip();
    }

    @FunctionalInterface
    private interface Work {
        void with(byte[] body);
    }

    private void withBody(Exchange exchange, Work work) {
        Request request = exchange.request();
        if (!CallHandler.hasBody(request)) {
            work.with(new byte[0]);
            return;
        }
        int maxBytes =
                request.getMethod().equals("REPORT") ? AddressBooks.MAX_REPORT_BYTES : AddressBooks.MAX_BODY_BYTES;
        if (request.getLength() > maxBytes) {
            throw RefusedCallException.tooLarge(maxBytes);
        }
        reserve(request, maxBytes);
        new BodyReader(
                        request,
                        maxBytes,
                        octets -> exchange.orRefusal(() -> work.with(octets)),
                        () -> exchange.orRefusal(() -> {
                            throw RefusedCallException.tooLarge(maxBytes);
                        }),
                        exchange.callback()::failed)
                .run();
    }

    private void reserve(Request request, int maxBytes) {
        long bytes = request.getLength() < 0 ? maxBytes : request.getLength();
        if (bytes <= SHORT_BYTES) {
            return;
        }
        int kib = Math.toIntExact((bytes + KIB - 1) / KIB);
        if (!longBodies.tryAcquire(kib)) {
            throw new StoreUnavailableException("too many long reports are under way: try again soon", null);
        }
        Request.addCompletionListener(request, failure -> longBodies.release(kib));
    }
}
