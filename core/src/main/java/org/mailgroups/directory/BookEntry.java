// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

/**
 * An entry of an address book as the log knows it.
 *
 * @param version the version of the store that changed what is shown of it
 * @param isGone whether nobody sees it any more
 * @param digest of what is shown of it, see {@link BookCard#digest}
 */
public record BookEntry(EntryKey key, long version, boolean isGone, String digest) {}
