// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav.xml;

/** The name of an element, in a namespace. */
public record XmlName(String namespace, String local) {
    public static final String DAV = "DAV:";
    public static final String CARDDAV = "urn:ietf:params:xml:ns:carddav";
    public static final String CALENDARSERVER = "http://calendarserver.org/ns/";

    public static XmlName dav(String local) {
        return new XmlName(DAV, local);
    }

    public static XmlName carddav(String local) {
        return new XmlName(CARDDAV, local);
    }

    public static XmlName calendarserver(String local) {
        return new XmlName(CALENDARSERVER, local);
    }
}
