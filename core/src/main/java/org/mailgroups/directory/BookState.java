// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

/**
 * The address book of a domain as a whole.
 *
 * @param version the version of the store that changed an entry last; 0 if it never had one
 * @param contacts how many contacts are in it
 * @param isLarge whether these are too many for everybody to have all of them
 * @param formedAt the version of the store that made it large, or small again
 */
public record BookState(long version, long contacts, boolean isLarge, long formedAt) {
    /** The most contacts that everybody has. */
    public static final int MAX_CONTACTS = 10_000;

    /** A large book is small again with so few. So one that has about the most does not change to and fro. */
    public static final int FEW_CONTACTS = 9000;

    /** The state of a book that never had an entry. */
    public static final BookState NONE = new BookState(0, 0, false, 0);

    /** Returns the state after a change. */
    public BookState changed(long newVersion, long addedContacts) {
        long count = contacts + addedContacts;
        boolean isLargeNow = isLarge ? count > FEW_CONTACTS : count > MAX_CONTACTS;
        return new BookState(newVersion, count, isLargeNow, isLargeNow == isLarge ? formedAt : newVersion);
    }
}
