// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.HashSet;
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
 * One search of somebody who has logged in. It is bounded in the entries that it returns, in those that it looks at,
 * and in time. If a bound ends it, the result says so: nobody takes what was found for all there is. Not thread-safe.
 */
final class Search {
    /** The most entries that are returned. */
    static final int MAX_ENTRIES = 500;

    /** The most entries of the address book that are looked at. */
    static final int MAX_LOOKED_AT = 5_000;

    static final Duration MAX_TIME = Duration.ofSeconds(10);

    private static final int PAGE = 100;

    private final LdapDirectory directory;
    private final Principal principal;
    private final Tree tree;
    private final Entries entries;
    private final SearchRequestProtocolOp request;
    private final Sink sink;
    private final LongSupplier nanoTime;
    private final long end;
    private final int mostEntries;
    private int returned;
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
            Sink sink,
            LongSupplier nanoTime) {
        this.directory = directory;
        this.principal = principal;
        this.tree = tree;
        this.entries = new Entries(directory, principal, tree);
        this.request = request;
        this.sink = sink;
        this.nanoTime = nanoTime;
        int seconds = request.getTimeLimit();
        Duration most = seconds > 0 && seconds < MAX_TIME.toSeconds() ? Duration.ofSeconds(seconds) : MAX_TIME;
        this.end = nanoTime.getAsLong() + most.toNanos();
        int wanted = request.getSizeLimit();
        this.mostEntries = wanted > 0 ? Math.min(wanted, MAX_ENTRIES) : MAX_ENTRIES;
    }

    /** Ends a search. */
    private static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ResultCode code;

        Ended(ResultCode code) {
            super(code.getName());
            this.code = code;
        }
    }

    /**
     * Sends the entries that are found, and returns the result.
     *
     * @throws LDAPException if the client does not take them any more
     */
    ResultCode run() throws LDAPException {
        if (!FilterMatch.isBounded(request.getFilter())) {
            return ResultCode.UNWILLING_TO_PERFORM;
        }
        DN name;
        try {
            name = new DN(request.getBaseDN());
        } catch (LDAPException e) {
            return ResultCode.INVALID_DN_SYNTAX;
        }
        Optional<Place> place = tree.place(name);
        if (place.isEmpty()) {
            return ResultCode.NO_SUCH_OBJECT;
        }
        try {
            search(place.get());
            return ResultCode.SUCCESS;
        } catch (Ended e) {
            return e.code;
        } catch (NotFoundException e) {
            return ResultCode.NO_SUCH_OBJECT;
        }
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
                consider(found);
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
            consider(tree.baseEntry(), null);
        }
        boolean isDeep = scope().equals(SearchScope.SUB) || scope().equals(SearchScope.SUBORDINATE_SUBTREE);
        if (isDeep || scope().equals(SearchScope.ONE)) {
            for (Entry unit : tree.unitEntries()) {
                consider(unit, null);
            }
        }
        if (isDeep) {
            walk(Optional.empty());
        }
    }

    private void searchUnit(boolean ofGroups) throws LDAPException, Ended {
        if (isItself()) {
            consider(tree.unitEntry(ofGroups), null);
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
        Set<String> seen = new HashSet<>();
        for (String text : Narrowing.texts(request.getFilter()).orElse(Set.of(""))) {
            boolean isContactsOnly = onlyGroups.isPresent() && !onlyGroups.get();
            PageRequest next = new PageRequest(isContactsOnly ? AddressBookService.AFTER_GROUPS : "", PAGE);
            while (next != null) {
                Page<AddressBookEntry> page =
                        directory.addressBook().list(principal, Optional.of(tree.domain()), text, next);
                for (AddressBookEntry entry : page.items()) {
                    if (onlyGroups.orElse(false) && entry instanceof AddressBookEntry.OfContact) {
                        next = null;
                        break;
                    }
                    if (seen.add(entry.id())) {
                        consider(entry);
                    }
                }
                next = next == null || page.next().isEmpty()
                        ? null
                        : new PageRequest(page.next().get(), PAGE);
            }
        }
    }

    private void consider(AddressBookEntry entry) throws LDAPException, Ended {
        if (++lookedAt > MAX_LOOKED_AT) {
            throw new Ended(ResultCode.ADMIN_LIMIT_EXCEEDED);
        }
        consider(entries.of(entry), entry);
    }

    /** @param of null for an entry that is none of the address book */
    private void consider(Entry entry, AddressBookEntry of) throws LDAPException, Ended {
        if (nanoTime.getAsLong() - end > 0) {
            throw new Ended(ResultCode.TIME_LIMIT_EXCEEDED);
        }
        if (!FilterMatch.matches(request.getFilter(), entry)) {
            return;
        }
        if (returned == mostEntries) {
            throw new Ended(ResultCode.SIZE_LIMIT_EXCEEDED);
        }
        returned++;
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
