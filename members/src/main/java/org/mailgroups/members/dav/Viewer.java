// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import com.google.common.base.Supplier;
import org.mailgroups.directory.Book;

/**
 * Who looks, and at what.
 *
 * @param name the user's address
 * @param opened opens the user's book, once
 */
record Viewer(String name, DavPaths paths, SyncTokens tokens, Supplier<Book> opened) {
    Book book() {
        return opened.get();
    }

    String token() {
        return tokens.of(book().version());
    }
}
