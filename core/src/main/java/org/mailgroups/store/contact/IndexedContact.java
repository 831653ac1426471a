// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;

/**
 * A contact as {@link ContactIndex} keeps it.
 *
 * <p>Its texts lie in one string: the plain name, the preferred address's key, all forms of addresses that are
 * another text, the plain company, the letters and digits of these and of telephone numbers, those of the identifier,
 * and the plain identifier. A line feed ends each, and a carriage return the company. Both come before every character
 * that the texts have. The identifier is last, so that a search that must not look at it looks at the part before it.
 *
 * <p>Immutable. Sorted by sort key, then by id.
 */
final class IndexedContact implements Comparable<IndexedContact> {
    private static final char END = '\n';
    /** Keeps the company from having the same character on both sides, see {@link #isWhole}. */
    private static final char COMPANY_END = '\r';

    private final UUID id;
    private final UUID contactGroup;
    private final String text;
    private final short sortKeyEnd;
    private final short nameEnd;
    private final short identifierLength;
    private final int searchableByMembers;
    private final boolean shared;

    private IndexedContact(
            UUID id,
            UUID contactGroup,
            String text,
            int sortKeyEnd,
            int nameEnd,
            int identifierLength,
            int searchableByMembers,
            boolean shared) {
        this.id = id;
        this.contactGroup = contactGroup;
        this.text = text;
        this.sortKeyEnd = (short) sortKeyEnd;
        this.nameEnd = (short) nameEnd;
        this.identifierLength = (short) identifierLength;
        this.searchableByMembers = searchableByMembers;
        this.shared = shared;
    }

    /**
     * @param addresses as they were written
     * @param preferredKey empty for none
     */
    static IndexedContact of(
            UUID id,
            UUID contactGroup,
            boolean shared,
            String name,
            String company,
            String identifier,
            String preferredKey,
            Collection<String> addresses,
            Collection<String> phones) {
        String plainName = SearchForm.plain(name);
        StringBuilder text = new StringBuilder(plainName).append(END);
        text.append(preferredKey).append(END);
        Set<String> forms = new LinkedHashSet<>();
        addresses.forEach(address -> addForms(forms, address));
        forms.remove(preferredKey);
        forms.forEach(form -> text.append(form).append(END));
        text.append(SearchForm.plain(company)).append(COMPANY_END);
        Set<String> found = new LinkedHashSet<>();
        addFound(found, text, plainName);
        addFound(found, text, company);
        forms.forEach(form -> addFound(found, text, form));
        addFound(found, text, preferredKey);
        phones.forEach(phone -> addFound(found, text, phone));
        found.forEach(form -> text.append(form).append(END));
        int searchableByMembers = text.length();
        Set<String> identifierForms = new LinkedHashSet<>();
        String plainIdentifier = SearchForm.plain(identifier);
        addFound(identifierForms, new StringBuilder(plainIdentifier), identifier);
        addFound(identifierForms, new StringBuilder(plainIdentifier), Identifiers.key(identifier));
        identifierForms.forEach(form -> text.append(form).append(END));
        text.append(plainIdentifier).append(END);
        return new IndexedContact(
                id,
                contactGroup,
                text.toString(),
                SearchForm.cut(plainName, SearchForm.MAX_KEY_LENGTH).length(),
                plainName.length(),
                plainIdentifier.length(),
                searchableByMembers,
                shared);
    }

    /** Adds the form in which a text is found, unless it is found already. */
    private static void addFound(Set<String> found, StringBuilder present, String text) {
        String form = SearchForm.of(text);
        if (present.indexOf(form) < 0) {
            found.add(form);
        }
    }

    private static void addForms(Set<String> forms, String address) {
        String plain = SearchForm.plain(address);
        forms.add(plain);
        // Most addresses have one spelling.
        if (!address.chars().allMatch(character -> character < 0x80) || plain.contains("xn--")) {
            Address parsed = Address.parse(address);
            forms.add(SearchForm.plain(parsed.key()));
            forms.add(SearchForm.plain(parsed.readableKey()));
        }
    }

    /** Returns the same in new memory, all of it in one place. */
    IndexedContact copied() {
        UUID copiedId = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
        String copiedText = String.valueOf(text.toCharArray());
        return new IndexedContact(
                copiedId, contactGroup, copiedText, sortKeyEnd, nameEnd, identifierLength, searchableByMembers, shared);
    }

    UUID id() {
        return id;
    }

    UUID contactGroup() {
        return contactGroup;
    }

    boolean shared() {
        return shared;
    }

    String sortKey() {
        return text.substring(0, sortKeyEnd);
    }

    /** Returns the key of the preferred address; empty for none. */
    String preferredKey() {
        return text.substring(nameEnd + 1, text.indexOf(END, nameEnd + 1));
    }

    boolean hasPreferredKey() {
        return text.charAt(nameEnd + 1) != END;
    }

    /** Compares {@link #preferredKey()} as {@link String#compareTo} does, but makes no string. */
    int comparePreferredKey(String other) {
        int start = nameEnd + 1;
        for (int i = 0; i < other.length(); i++) {
            // The end comes before every character.
            int difference = text.charAt(start + i) - other.charAt(i);
            if (difference != 0) {
                return difference;
            }
        }
        return text.charAt(start + other.length()) == END ? 0 : 1;
    }

    CharacterPairs pairs() {
        return CharacterPairs.of(text);
    }

    /** @param withIdentifier whether the identifier is searched too; so in the methods below */
    boolean contains(String word, boolean withIdentifier) {
        int at = text.indexOf(word);
        return at >= 0 && at + word.length() <= end(withIdentifier);
    }

    /** Returns the end of the text that may be searched. */
    private int end(boolean withIdentifier) {
        return withIdentifier ? text.length() : searchableByMembers;
    }

    private int identifierStart() {
        return text.length() - identifierLength - 1;
    }

    /** Returns the text for which {@link #isWhole} looks. */
    static String whole(String wanted) {
        return END + wanted + END;
    }

    /** Returns whether a text, which is not empty, is the whole name, the whole identifier or an address. */
    boolean isWhole(String wanted, String whole, boolean withIdentifier) {
        if (nameEnd == wanted.length() && text.startsWith(wanted)) {
            return true;
        }
        if (withIdentifier && identifierLength == wanted.length() && text.startsWith(wanted, identifierStart())) {
            return true;
        }
        int at = text.indexOf(whole, nameEnd);
        return at >= 0 && at + whole.length() <= end(withIdentifier);
    }

    boolean nameBegins(String beginning) {
        return beginning.length() <= nameEnd && text.startsWith(beginning);
    }

    boolean beginsWordOfName(String beginning) {
        return beginsWord(beginning, nameEnd);
    }

    boolean beginsWord(String beginning, boolean withIdentifier) {
        return beginsWord(beginning, end(withIdentifier));
    }

    private boolean beginsWord(String beginning, int end) {
        int last = end - beginning.length();
        int at = text.indexOf(beginning);
        while (at >= 0 && at <= last) {
            if (at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at))) {
                return true;
            }
            at = text.indexOf(beginning, at + 1);
        }
        return false;
    }

    @Override
    public int compareTo(IndexedContact other) {
        int byKey = compareSortKeys(other.text, other.sortKeyEnd);
        return byKey != 0 ? byKey : compareIds(id, other.id);
    }

    /** Compares like {@link #compareTo}. A position without an id is before all contacts of the name. */
    int compareTo(ContactPosition position) {
        int byKey = compareSortKeys(position.sortKey(), position.sortKey().length());
        return byKey != 0
                ? byKey
                : position.id().map(other -> compareIds(id, other)).orElse(1);
    }

    private int compareSortKeys(String otherText, int otherEnd) {
        int common = Math.min(sortKeyEnd, otherEnd);
        for (int i = 0; i < common; i++) {
            int difference = text.charAt(i) - otherText.charAt(i);
            if (difference != 0) {
                return difference;
            }
        }
        return sortKeyEnd - otherEnd;
    }

    /**
     * Compares ids as their texts, which is how the database sorts them. {@link UUID#compareTo} takes the halves for
     * signed numbers.
     */
    static int compareIds(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    /** Returns whether the other contact has the same place in a list. */
    @Override
    public boolean equals(Object other) {
        return other instanceof IndexedContact contact && compareTo(contact) == 0;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return List.of(text.split("\n", -1)).toString();
    }
}
