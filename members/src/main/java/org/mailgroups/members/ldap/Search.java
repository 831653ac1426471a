// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.mailgroups.addressbook.AddressBookEntry;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.members.ldap.Tree.Place;
import org.mailgroups.right.Principal;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * One search of somebody who has logged in, or one page of it. It is bounded in the entries that it returns, in those
 * that it looks at, and in time. If a bound ends it, the result says so: nobody takes what was found for all there is.
 * A page may be ended sooner than the client wants, even before its first entry, and then says where to go on. Not
 * thread-safe.
 */
final class Search {
    /** The most entries that are returned at once. */
    static final int MAX_ENTRIES = 500;

    /** The most entries of the address book that are looked at, and that those before may have shown already. */
    static final int MAX_LOOKED_AT = 5_000;

    static final Duration MAX_TIME = Duration.ofSeconds(10);

    private static final int PAGE = 100;

    private final LdapDirectory directory;
    private final Principal principal;
    private final Tree tree;
    private final Entries entries;
    private final SearchRequestProtocolOp request;
    private final Optional<Paging> paging;
    private final Sink sink;
    private final LongSupplier nanoTime;
    private final long end;
    private final int mostEntries;
    private final int mostOfPage;
    private Position position = Position.BEGINNING;
    private int units;
    private int ofPage;
    private int lookedAt;

    /** Sends an entry. */
    @FunctionalInterface
    interface Sink {
        void send(Entry entry) throws LDAPException;
    }

    Search(
            LdapDirectory directory,
            Principal principal,
            Tree tree,
            SearchRequestProtocolOp request,
            Optional<Paging> paging,
            Sink sink,
            LongSupplier nanoTime) {
        this.directory = directory;
        this.principal = principal;
        this.tree = tree;
        this.entries = new Entries(directory, principal, tree);
        this.request = request;
        this.paging = paging;
        this.sink = sink;
        this.nanoTime = nanoTime;
        int seconds = request.getTimeLimit();
        Duration most = seconds > 0 && seconds < MAX_TIME.toSeconds() ? Duration.ofSeconds(seconds) : MAX_TIME;
        this.end = nanoTime.getAsLong() + most.toNanos();
        int wanted = request.getSizeLimit();
        int mostInAll = paging.isPresent() ? Integer.MAX_VALUE : MAX_ENTRIES;
        this.mostEntries = wanted > 0 ? Math.min(wanted, mostInAll) : mostInAll;
        this.mostOfPage = paging.map(page -> Math.min(page.size(), MAX_ENTRIES)).orElse(Integer.MAX_VALUE);
    }

    /**
     * What became of a search.
     *
     * @param words for people; null for none
     * @param cookie for the next page, without octets if there is none; empty if no pages were asked for
     */
    record Result(ResultCode code, String words, Optional<ASN1OctetString> cookie) {
        static Result of(ResultCode code) {
            return new Result(code, null, Optional.empty());
        }
    }

    /** Ends a search, or a page of it. */
    private static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ResultCode code;

        Ended(ResultCode code) {
            super(code.getName());
            this.code = code;
        }

        /** Ends a page after which there may be others. */
        static Ended page() {
            return new Ended(ResultCode.SUCCESS);
        }
    }

    /**
     * Sends the entries that are found, and returns the result.
     *
     * @throws LDAPException if the client does not take them any more
     */
    Result run() throws LDAPException {
        if (!FilterMatch.isBounded(request.getFilter())) {
            return Result.of(ResultCode.UNWILLING_TO_PERFORM);
        }
        DN name;
        try {
            name = new DN(request.getBaseDN());
        } catch (LDAPException e) {
            return Result.of(ResultCode.INVALID_DN_SYNTAX);
        }
        Optional<Place> place = tree.place(name);
        if (place.isEmpty()) {
            return Result.of(ResultCode.NO_SUCH_OBJECT);
        }
        if (paging.isPresent()) {
            Optional<Position> begin =
                    cookies().position(principal, request, paging.get().cookie());
            if (begin.isEmpty()) {
                return new Result(
                        ResultCode.UNWILLING_TO_PERFORM,
                        "the cookie is none of this search; begin with the first page",
                        Optional.empty());
            }
            position = begin.get();
        }
        return paging.filter(page -> page.size() == 0).isPresent() ? ofPage(false) : run(place.get());
    }

    private Result run(Place place) throws LDAPException {
        try {
            search(place);
            return ofPage(false);
        } catch (Ended e) {
            return e.code.equals(ResultCode.SUCCESS) ? ofPage(true) : Result.of(e.code);
        } catch (NotFoundException e) {
            return Result.of(ResultCode.NO_SUCH_OBJECT);
        }
    }

    private Result ofPage(boolean mayBeMore) {
        return new Result(
                ResultCode.SUCCESS,
                null,
                paging.map(page -> mayBeMore ? cookies().of(principal, request, position) : new ASN1OctetString()));
    }

    private PageCookies cookies() {
        return new PageCookies(directory.signer());
    }

    private void search(Place place) throws LDAPException, Ended {
        if (place instanceof Place.Base) {
            searchBase();
        } else if (place instanceof Place.Unit unit) {
            searchUnit(unit.ofGroups());
        } else if (place instanceof Place.Leaf leaf) {
            AddressBookEntry found = directory.addressBook().get(principal, leaf.id());
            if (!isOfDomain(found)) {
                throw new Ended(ResultCode.NO_SUCH_OBJECT);
            }
            if (isItself()) {
                consider(entries.of(found), found);
            }
        }
    }

    private boolean isOfDomain(AddressBookEntry entry) {
        return entry instanceof AddressBookEntry.OfContact found
                ? found.contact().domain().equals(tree.domain())
                : tree.isOfDomain(entry.id());
    }

    private void searchBase() throws LDAPException, Ended {
        if (isItself()) {
            considerUnit(tree.baseEntry());
        }
        boolean isDeep = scope().equals(SearchScope.SUB) || scope().equals(SearchScope.SUBORDINATE_SUBTREE);
        if (isDeep || scope().equals(SearchScope.ONE)) {
            for (Entry unit : tree.unitEntries()) {
                considerUnit(unit);
            }
        }
        if (isDeep) {
            walk(Optional.empty());
        }
    }

    private void searchUnit(boolean ofGroups) throws LDAPException, Ended {
        if (isItself()) {
            considerUnit(tree.unitEntry(ofGroups));
        }
        if (!scope().equals(SearchScope.BASE)) {
            walk(Optional.of(ofGroups));
        }
    }

    private SearchScope scope() {
        return request.getScope();
    }

    private boolean isItself() {
        return scope().equals(SearchScope.BASE) || scope().equals(SearchScope.SUB);
    }

    /** Looks at all entries that may match: groups, contacts, or both. */
    private void walk(Optional<Boolean> onlyGroups) throws LDAPException, Ended {
        List<String> texts = List.copyOf(Narrowing.texts(request.getFilter()).orElse(Set.of("")));
        boolean isContactsOnly = onlyGroups.isPresent() && !onlyGroups.get();
        String first = isContactsOnly ? AddressBookService.AFTER_GROUPS : "";
        Position begin = position;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            int text = i;
            boolean isBegun = text == begin.text() && !begin.key().isEmpty();
            if (text >= begin.text()) {
                forEach(texts.get(text), isBegun ? begin.key() : first, onlyGroups.orElse(false), entry -> {
                    if (seen.add(entry.id())) {
                        consider(entry, text);
                    }
                });
            }
            boolean isShownByPagesBefore = text < begin.text() || isBegun;
            if (isShownByPagesBefore && text + 1 < texts.size()) {
                forEach(texts.get(text), first, onlyGroups.orElse(false), entry -> see(entry, seen));
            }
        }
    }

    /** What is done with an entry of the address book. */
    @FunctionalInterface
    private interface Look {
        void at(AddressBookEntry entry) throws LDAPException, Ended;
    }

    private void forEach(String text, String after, boolean isGroupsOnly, Look look) throws LDAPException, Ended {
        Optional<String> key = Optional.of(after);
        while (key.isPresent()) {
            Page<AddressBookEntry> page = directory
                    .addressBook()
                    .list(principal, Optional.of(tree.domain()), text, new PageRequest(key.get(), PAGE));
            for (AddressBookEntry entry : page.items()) {
                if (isGroupsOnly && entry instanceof AddressBookEntry.OfContact) {
                    return;
                }
                look.at(entry);
            }
            key = page.next();
        }
    }

    /** Sees an entry that pages before have shown under another text. */
    private static void see(AddressBookEntry entry, Set<String> seen) throws Ended {
        if (seen.size() == MAX_LOOKED_AT) {
            throw new Ended(ResultCode.ADMIN_LIMIT_EXCEEDED);
        }
        seen.add(entry.id());
    }

    private void considerUnit(Entry unit) throws LDAPException, Ended {
        if (units++ < position.units()) {
            return;
        }
        consider(unit, null);
        position = position.afterUnit();
    }

    private void consider(AddressBookEntry entry, int text) throws LDAPException, Ended {
        if (lookedAt == MAX_LOOKED_AT) {
            throw paging.isPresent() ? Ended.page() : new Ended(ResultCode.ADMIN_LIMIT_EXCEEDED);
        }
        consider(entries.of(entry), entry);
        lookedAt++;
        position = position.after(text, entry.key());
    }

    /** @param of null for an entry that is none of the address book */
    private void consider(Entry entry, AddressBookEntry of) throws LDAPException, Ended {
        if (nanoTime.getAsLong() - end > 0) {
            // A page without any progress would be asked for again and again.
            throw paging.isPresent() && lookedAt > 0 ? Ended.page() : new Ended(ResultCode.TIME_LIMIT_EXCEEDED);
        }
        if (!FilterMatch.matches(request.getFilter(), entry)) {
            return;
        }
        if (position.returned() == mostEntries) {
            throw new Ended(ResultCode.SIZE_LIMIT_EXCEEDED);
        }
        if (ofPage == mostOfPage) {
            throw Ended.page();
        }
        ofPage++;
        position = position.returnedOneMore();
        if (of != null && isWanted("member")) {
            entries.addMembers(entry, of);
        }
        sink.send(wanted(entry));
    }

    /** Returns an entry with the attributes that were asked for: all of them, if none were named. */
    private Entry wanted(Entry entry) {
        Entry wanted = new Entry(entry.getDN());
        entry.getAttributes().stream()
                .filter(attribute -> isWanted(attribute.getName()))
                .forEach(attribute -> {
                    if (request.typesOnly()) {
                        wanted.addAttribute(new Attribute(attribute.getName()));
                    } else {
                        wanted.addAttribute(attribute);
                    }
                });
        return wanted;
    }

    private boolean isWanted(String name) {
        return request.getAttributes().isEmpty()
                || request.getAttributes().stream()
                        .map(asked -> asked.toLowerCase(Locale.ROOT))
                        .anyMatch(asked -> asked.equals("*") || asked.equals(name.toLowerCase(Locale.ROOT)));
    }
}
