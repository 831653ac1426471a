// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav.xml;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of a multistatus (RFC 4918 13), which is made piece by piece. */
public final class Multistatus {
    public static final String CONTENT_TYPE = "application/xml; charset=utf-8";

    static final String NAMESPACES = " xmlns:d=\"" + XmlName.DAV + "\" xmlns:c=\"" + XmlName.CARDDAV + "\" xmlns:cs=\""
            + XmlName.CALENDARSERVER + "\"";

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

    /** Some programs compare it letter by letter. */
    private static final String FOUND = "HTTP/1.1 200 OK";

    private static final String MISSING = "HTTP/1.1 404 Not Found";
    private static final String TOO_MANY = "HTTP/1.1 507 Insufficient Storage";

    private Multistatus() {}

    /** Returns the whole of one with some responses, and with what comes after them. */
    public static Stream<String> of(Stream<String> responses, String end) {
        return Stream.concat(
                Stream.concat(Stream.of(DECLARATION + "<d:multistatus" + NAMESPACES + ">"), responses),
                Stream.of(end + "</d:multistatus>\n"));
    }

    /**
     * Returns a response with properties. Those that were found come first: some programs look at nothing else.
     *
     * @param found what stands in each property, as XML
     * @param missing the empty elements of those that are not there
     * @param isBrief whether nothing is said of those that are missing
     */
    public static String response(String path, Map<XmlName, String> found, String missing, boolean isBrief) {
        StringBuilder response = new StringBuilder("<d:response>").append(XmlText.href(path));
        boolean isMissingTold = !isBrief && !missing.isEmpty();
        if (!found.isEmpty() || !isMissingTold) {
            propstat(
                    response,
                    found.entrySet().stream()
                            .map(property -> XmlText.element(property.getKey(), property.getValue()))
                            .collect(Collectors.joining()),
                    FOUND);
        }
        if (isMissingTold) {
            propstat(response, missing, MISSING);
        }
        return response.append("</d:response>").toString();
    }

    private static void propstat(StringBuilder response, String properties, String status) {
        response.append("<d:propstat><d:prop>")
                .append(properties)
                .append("</d:prop><d:status>")
                .append(status)
                .append("</d:status></d:propstat>");
    }

    /** Returns the response for what is not there, or not any more. */
    public static String missing(String path) {
        return "<d:response>" + XmlText.href(path) + "<d:status>" + MISSING + "</d:status></d:response>";
    }

    /** Returns the response that says that more was found than is told (RFC 6352 8.6.2). */
    public static String tooMany(String path) {
        return "<d:response>" + XmlText.href(path) + "<d:status>" + TOO_MANY
                + "</d:status><d:error><d:number-of-matches-within-limits/></d:error></d:response>";
    }

    /** Returns the body of a refusal that names a condition (RFC 4918 16). */
    public static String error(String condition) {
        return DECLARATION + "<d:error" + NAMESPACES + ">" + condition + "</d:error>\n";
    }
}
