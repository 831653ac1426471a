// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import java.util.List;

/**
 * A call of WebDAV, as it came.
 *
 * @param path still percent-encoded
 * @param depth the header; empty if there is none
 * @param isBrief whether the client wants to hear of no property that is missing (RFC 8144)
 * @param accept the media types that the client takes, for a card
 * @param ifNoneMatch entity tags that the client has
 * @param program what the client says that it is
 */
@SuppressWarnings("ArrayRecordComponent")
public record DavCall(
        String method,
        String path,
        String depth,
        boolean isBrief,
        List<String> accept,
        List<String> ifNoneMatch,
        String program,
        byte[] body) {
    public DavCall {
        accept = List.copyOf(accept);
        ifNoneMatch = List.copyOf(ifNoneMatch);
    }

    /** Returns whether the answer may have many cards. */
    public boolean mayBeLong() {
        return method.equals("REPORT") || (method.equals("PROPFIND") && !depth.equals("0") && DavPaths.isOfBook(path));
    }
}
