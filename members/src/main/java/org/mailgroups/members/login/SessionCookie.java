// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

/** The cookie of a session. No script can read it, and no other site can make a browser send it. */
public final class SessionCookie {
    private static final String NAME = "session";

    private SessionCookie() {}

    /** Returns its name. Over TLS no other host, and nobody on the way, can set a cookie of this name. */
    public static String name(boolean isSecure) {
        return isSecure ? "__Host-" + NAME : NAME;
    }

    /** Returns the value of {@code Set-Cookie} that begins a session. */
    public static String begin(String value, boolean isSecure) {
        return name(isSecure) + "=" + value + attributes(isSecure);
    }

    /** Returns the value of {@code Set-Cookie} that ends it. */
    public static String end(boolean isSecure) {
        return begin("", isSecure) + "; Max-Age=0";
    }

    private static String attributes(boolean isSecure) {
        return "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "");
    }
}
