// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import org.eclipse.jetty.http.HttpFields;
import org.mailgroups.call.RefusedCallException;

/**
 * Refuses changes that a page of another site asks a browser for. Every browser of today says by {@code
 * Sec-Fetch-Site} or {@code Origin} whose page it is, and no page can change these.
 */
final class CrossSite {
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
                : site.equals("same-origin") || site.equals("none");
        if (!isOurs) {
            throw RefusedCallException.forbidden("this call comes from the page of another site");
        }
    }

    private static boolean isOwn(String origin, HttpFields headers, boolean isSecure) {
        return origin.equalsIgnoreCase((isSecure ? "https://" : "http://") + headers.get("Host"));
    }
}
