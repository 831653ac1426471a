// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import com.google.common.base.Suppliers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.CardVersion;
import org.mailgroups.directory.DirectoryService;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.members.dav.xml.Multistatus;
import org.mailgroups.members.dav.xml.XmlName;
import org.mailgroups.members.dav.xml.XmlParser;
import org.mailgroups.right.Principal;
import org.mailgroups.token.Signer;

/**
 * Answers the calls of programs that show the address book: CardDAV (RFC 6352), read-only. Thread-safe.
 *
 * <p>Answers with many cards are made while they are sent.
 */
public final class AddressBooks {
    /** The longest body: a report that names some thirty thousand cards. */
    public static final int MAX_REPORT_BYTES = 4 << 20;

    /** The longest body of any other call. That of a change is read and thrown away. */
    public static final int MAX_BODY_BYTES = 256 << 10;

    private static final Set<String> WELL_KNOWN = Set.of("/.well-known/carddav", "/.well-known/caldav");
    private static final List<String> READING = List.of("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT");

    /** What programs look for, to know that there are address books (RFC 6352 6.1, RFC 3744 7.2). */
    private static final Map.Entry<String, String> CLASSES =
            Map.entry("DAV", "1, 3, access-control, addressbook, sync-collection");

    private static final int MULTI_STATUS = 207;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int MOVED = 301;

    private final DirectoryService directory;
    private final SyncTokens tokens;

    @Inject
    public AddressBooks(DirectoryService directory, Signer signer) {
        this.directory = directory;
        this.tokens = new SyncTokens(signer);
    }

    /** Returns the answer to whoever knows the server alone, without log-in (RFC 6764 5); empty for other paths. */
    public static Optional<Answer> wellKnown(String path) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return WELL_KNOWN.contains(plain)
                ? Optional.of(Answer.empty(MOVED).withHeader("Location", DavPaths.ROOT))
                : Optional.empty();
    }

    /** Returns whether a call is one for address books. Programs also begin at the root of the server. */
    public static boolean isFor(String method, String path) {
        return path.startsWith(DavPaths.ROOT)
                || path.equals("/dav")
                || (path.equals("/") && Set.of("PROPFIND", "REPORT", "OPTIONS").contains(method));
    }

    /** Returns the answer to a call. */
    public Answer answer(Principal principal, DavCall call) {
        try {
            return answerOrRefuse(principal, call).withHeader(CLASSES.getKey(), CLASSES.getValue());
        } catch (DavRefusal e) {
            return Answer.made(e.status(), Multistatus.CONTENT_TYPE, Stream.of(Multistatus.error(e.condition())))
                    .withHeader(CLASSES.getKey(), CLASSES.getValue());
        }
    }

    private Answer answerOrRefuse(Principal principal, DavCall call) {
        if (!READING.contains(call.method())) {
            throw DavRefusal.readOnly(call.path());
        }
        Viewer viewer = new Viewer(
                principal.name(),
                DavPaths.of(principal.address().orElseThrow()),
                tokens,
                Suppliers.memoize(() -> directory.open(principal)));
        Target target = viewer.paths()
                .find(call.path())
                .orElseThrow(() -> RefusedCallException.notFound("there is nothing at this path"));
        return switch (call.method()) {
            case "OPTIONS" -> Answer.empty(OK).withHeader("Allow", String.join(", ", READING));
            case "PROPFIND" -> found(properties(viewer, target, call));
            case "REPORT" -> found(report(viewer, target, call));
            default -> card(viewer, target, call);
        };
    }

    private static Answer found(Stream<String> pieces) {
        return Answer.made(MULTI_STATUS, Multistatus.CONTENT_TYPE, pieces);
    }

    private static Stream<String> properties(Viewer viewer, Target target, DavCall call) {
        Wish wish = call.body().length == 0 ? Wish.all() : Wish.of(XmlParser.parse(call.body()));
        boolean isDeep =
                switch (call.depth().toLowerCase(Locale.ROOT)) {
                    case "0" -> false;
                    case "1" -> true;
                        // Without the header it is infinity, too (RFC 4918 9.1).
                    case "", "infinity" -> throw DavRefusal.of(XmlName.dav("propfind-finite-depth"));
                    default -> throw RefusedCallException.badRequest("Depth is 0 or 1");
                };
        boolean isBrief = call.isBrief();
        if (target instanceof Target.Card card) {
            return Multistatus.of(Stream.of(one(viewer, card.key(), wish, isBrief)), "");
        }
        Stream<String> self = Stream.of(Properties.response(target, viewer, wish, isBrief));
        Stream<String> members = isDeep ? members(viewer, target, wish, isBrief) : Stream.empty();
        return Multistatus.of(Stream.concat(self, members), "");
    }

    private static String one(Viewer viewer, EntryKey key, Wish wish, boolean isBrief) {
        BookCard card = viewer.book().cards(List.of(key)).get(key);
        if (card == null) {
            throw noCard();
        }
        return new Cards(viewer, wish, isBrief).ofCard(card);
    }

    private static RefusedCallException noCard() {
        return RefusedCallException.notFound("there is no such card");
    }

    private static Stream<String> members(Viewer viewer, Target target, Wish wish, boolean isBrief) {
        if (target instanceof Target.Root) {
            return Stream.of(new Target.Self(), new Target.Home())
                    .map(member -> Properties.response(member, viewer, wish, isBrief));
        }
        if (target instanceof Target.Home) {
            return Stream.of(Properties.response(new Target.TheBook(), viewer, wish, isBrief));
        }
        return target instanceof Target.TheBook
                ? new Cards(viewer, wish, isBrief).ofEntries(viewer.book().entries())
                : Stream.empty();
    }

    private static Stream<String> report(Viewer viewer, Target target, DavCall call) {
        if (!(target instanceof Target.TheBook)) {
            throw DavRefusal.of(XmlName.dav("supported-report"));
        }
        return new Reports(viewer, call).answer(XmlParser.parse(call.body()));
    }

    private static Answer card(Viewer viewer, Target target, DavCall call) {
        if (!(target instanceof Target.Card named)) {
            throw RefusedCallException.methodNotAllowed("this path takes OPTIONS, PROPFIND and REPORT");
        }
        BookCard card = viewer.book().cards(List.of(named.key())).get(named.key());
        if (card == null) {
            throw noCard();
        }
        boolean wantsFour = call.accept().stream()
                .map(type -> type.replace(" ", "").replace("\"", "").toLowerCase(Locale.ROOT))
                .anyMatch(type -> type.startsWith("text/vcard") && type.contains("version=4.0"));
        CardVersion version = wantsFour ? CardVersion.V4 : CardVersion.V3;
        String tag = Properties.tag(card.digest(), version);
        boolean isKnown = call.ifNoneMatch().stream().anyMatch(known -> known.equals(tag) || known.equals("*"));
        Answer answer = isKnown
                ? Answer.empty(NOT_MODIFIED)
                : Answer.made(OK, Properties.CARD_TYPE, Stream.of(card.text(version)));
        return answer.withHeader("ETag", tag).withHeader("Vary", "Accept, Accept-Encoding");
    }
}
