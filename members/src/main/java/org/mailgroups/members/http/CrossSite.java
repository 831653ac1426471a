// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import org.eclipse.jetty.http.HttpFields;
import org.mailgroups.call.RefusedCallException;

/**
 * Refuses changes that a page of another site asks a browser for. Every browser of today says by {@code
 * Sec-Fetch-Site} or {@code Origin} whose page it is, and no page can change these.
 */
final class CrossSite {
    private static final String SAME = "same-origin";

    private CrossSite() {}

    /**
     * Checks a call that may change something.
     *
     * @param hasSession whether a browser's cookie says who calls. The browser sends it by itself, so such a call must
     *     prove where it comes from.
     * @throws RefusedCallException if it comes from another site, or may
     */
    static void refuse(HttpFields headers, boolean isSecure, boolean hasSession) {
        String site = headers.get("Sec-Fetch-Site");
        String origin = headers.get("Origin");
        boolean isOurs = site == null
                ? origin == null ? !hasSession : isOwn(origin, headers, isSecure)
                : site.equals(SAME) || site.equals("none");
        if (!isOurs) {
            throw RefusedCallException.forbidden("this call comes from the page of another site");
        }
    }

    /** Returns whether a browser says that a page of ours asks. A call that says nothing is none of a page. */
    static boolean isFromOwnPage(HttpFields headers, boolean isSecure) {
        String site = headers.get("Sec-Fetch-Site");
        String origin = headers.get("Origin");
        return site == null ? origin != null && isOwn(origin, headers, isSecure) : site.equals(SAME);
    }

    private static boolean isOwn(String origin, HttpFields headers, boolean isSecure) {
        return origin.equalsIgnoreCase((isSecure ? "https://" : "http://") + headers.get("Host"));
    }
}
