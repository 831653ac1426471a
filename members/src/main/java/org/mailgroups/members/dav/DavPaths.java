// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.value.Address;

/**
 * The paths of one user. Programs compare them letter by letter and keep them for years, so they have letters, digits
 * and hyphens only, which nobody encodes, and they never change. A user has paths of one's own, since programs with two
 * accounts take the same path for the same book. Whatever lies below another user's is not there. Immutable.
 */
final class DavPaths {
    static final String ROOT = "/dav/";

    private static final String PRINCIPALS = ROOT + "principals/";
    private static final String BOOKS = ROOT + "books/";
    private static final String BOOK = "directory/";
    private static final int KEY_DIGITS = 24;

    private final String self;
    private final String home;
    private final String book;

    private DavPaths(String key) {
        this.self = PRINCIPALS + key + "/";
        this.home = BOOKS + key + "/";
        this.book = home + BOOK;
    }

    /** Returns the paths of a user. They need not be secret, and so they do not change with a new secret. */
    static DavPaths of(Address user) {
        return new DavPaths(Hashing.sha256()
                .hashString("address book of " + user.key(), StandardCharsets.UTF_8)
                .toString()
                .substring(0, KEY_DIGITS));
    }

    String self() {
        return self;
    }

    String home() {
        return home;
    }

    String book() {
        return book;
    }

    String card(EntryKey key) {
        return book + key.fileName();
    }

    /** Returns whether a path looks like that of somebody's book. */
    static boolean isOfBook(String path) {
        return path.startsWith(BOOKS) && (path.endsWith("/" + BOOK) || (path + "/").endsWith("/" + BOOK));
    }

    /** Returns what a path leads to; a slash at its end may be left out. */
    Optional<Target> find(String path) {
        String whole = path.endsWith("/") || path.endsWith(".vcf") ? path : path + "/";
        if (whole.equals("/") || whole.equals(ROOT) || whole.equals(PRINCIPALS) || whole.equals(BOOKS)) {
            return Optional.of(new Target.Root());
        }
        if (whole.equals(self)) {
            return Optional.of(new Target.Self());
        }
        if (whole.equals(home)) {
            return Optional.of(new Target.Home());
        }
        if (whole.equals(book)) {
            return Optional.of(new Target.TheBook());
        }
        return card(whole).map(Target.Card::new);
    }

    /** Returns the card that a path names, be it there or not; empty if it is none of this book. */
    Optional<EntryKey> card(String path) {
        return path.startsWith(book) ? EntryKey.ofFile(path.substring(book.length())) : Optional.empty();
    }

    /** Returns the path in a {@code href}, which may be a whole URI. */
    static String inHref(String href) {
        int scheme = href.indexOf("://");
        int slash = scheme < 0 ? -1 : href.indexOf('/', scheme + 3);
        return slash < 0 ? href : href.substring(slash);
    }
}
