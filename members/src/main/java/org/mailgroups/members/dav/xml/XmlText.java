// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav.xml;

/** Writes XML. The namespaces of our own names have prefixes that {@link Multistatus#NAMESPACES} declares. */
public final class XmlText {
    private XmlText() {}

    /**
     * Returns a text as it stands in an element or an attribute. Line ends stay what they are, since a reader would
     * make one character of CRLF. What XML cannot have becomes a space.
     */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + text.length() / 8);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.appendCodePoint(isXml(c) ? c : ' ');
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= ' ' && c < Character.MIN_SURROGATE)
                || (c > Character.MAX_SURROGATE && c < 0xFFFE)
                || c >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
    }

    /** Returns an element with what stands in it, which is XML already. */
    public static String element(XmlName name, String content) {
        String tag = tag(name);
        String start = "<" + tag + (tag.startsWith("x:") ? " xmlns:x=\"" + escape(name.namespace()) + "\"" : "")
                + (tag.contains(":") ? "" : " xmlns=\"\"");
        return content.isEmpty() ? start + "/>" : start + ">" + content + "</" + tag + ">";
    }

    /** Returns an empty element. */
    public static String element(XmlName name) {
        return element(name, "");
    }

    /** Returns an element with {@code href}. */
    public static String href(XmlName name, String path) {
        return element(name, href(path));
    }

    /** Returns a {@code href}. */
    public static String href(String path) {
        return element(XmlName.dav("href"), escape(path));
    }

    private static String tag(XmlName name) {
        return switch (name.namespace()) {
            case XmlName.DAV -> "d:" + name.local();
            case XmlName.CARDDAV -> "c:" + name.local();
            case XmlName.CALENDARSERVER -> "cs:" + name.local();
            case "" -> name.local();
            default -> "x:" + name.local();
        };
    }
}
