// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import org.mailgroups.members.dav.xml.XmlName;
import org.mailgroups.members.dav.xml.XmlText;

/** The refusal of a call with a condition that WebDAV has a name for (RFC 4918 16). */
final class DavRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int FORBIDDEN = 403;

    private final int status;
    private final String condition;

    private DavRefusal(int status, String condition) {
        super(condition);
        this.status = status;
        this.condition = condition;
    }

    /** Returns a refusal for a condition that does not hold. */
    static DavRefusal of(XmlName condition) {
        return of(FORBIDDEN, condition);
    }

    static DavRefusal of(int status, XmlName condition) {
        return new DavRefusal(status, XmlText.element(condition));
    }

    /**
     * Returns the refusal of a change (RFC 3744 7.1.1). It is never 401: programs would ask for the password again, or
     * stop.
     */
    static DavRefusal readOnly(String path) {
        return new DavRefusal(
                FORBIDDEN,
                XmlText.element(
                        XmlName.dav("need-privileges"),
                        XmlText.element(
                                XmlName.dav("resource"),
                                XmlText.href(path)
                                        + XmlText.element(
                                                XmlName.dav("privilege"), XmlText.element(XmlName.dav("write"))))));
    }

    int status() {
        return status;
    }

    /** Returns the condition as XML. */
    String condition() {
        return condition;
    }
}
