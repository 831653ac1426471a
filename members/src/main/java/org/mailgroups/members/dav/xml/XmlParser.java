// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav.xml;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.mailgroups.call.RefusedCallException;

/**
 * Reads a request. There is no document type in it, so no entity but the five of XML, and nothing is ever fetched.
 * Depth, elements and the length of texts have bounds.
 */
public final class XmlParser {
    static final int MAX_DEPTH = 32;
    static final int MAX_ELEMENTS = 50_000;
    static final int MAX_TEXT = 4096;
    private static final int MAX_ATTRIBUTES = 50;

    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader reader;
    private int elements;

    private XmlParser(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** The one of the JDK, whatever else lies on the class path. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    /**
     * Returns the element that a request is.
     *
     * @throws RefusedCallException if it is no XML, or beyond a bound
     */
    public static XmlElement parse(byte[] octets) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(octets));
            return new XmlParser(reader).document();
        } catch (XMLStreamException e) {
            throw RefusedCallException.badRequest("the body is no well-formed XML without a document type");
        }
    }

    private XmlElement document() throws XMLStreamException {
        XmlElement root = null;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                root = element(1);
            } else if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw refusal("the body has a document type");
            }
        }
        if (root == null) {
            throw refusal("the body has no element");
        }
        return root;
    }

    private static RefusedCallException refusal(String reason) {
        return RefusedCallException.badRequest(reason);
    }

    private XmlElement element(int depth) throws XMLStreamException {
        elements++;
        if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) {
            throw refusal("the body has more than " + MAX_ELEMENTS + " elements, or more than " + MAX_DEPTH
                    + " in one another");
        }
        String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
        XmlName name = new XmlName(bounded(namespace), bounded(reader.getLocalName()));
        Map<String, String> attributes = attributes();
        List<XmlElement> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(depth + 1));
                case XMLStreamConstants.END_ELEMENT -> {
                    return new XmlElement(
                            name, attributes, children, text.toString().strip());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> append(text);
                case XMLStreamConstants.ENTITY_REFERENCE -> throw refusal("the body has an unknown entity");
                default -> {
                    // Comments and instructions say nothing.
                }
            }
        }
    }

    private Map<String, String> attributes() {
        if (reader.getAttributeCount() > MAX_ATTRIBUTES) {
            throw refusal("an element has more than " + MAX_ATTRIBUTES + " attributes");
        }
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = reader.getAttributeNamespace(i);
            if (namespace == null || namespace.isEmpty()) {
                attributes.put(bounded(reader.getAttributeLocalName(i)), bounded(reader.getAttributeValue(i)));
            }
        }
        return attributes;
    }

    private void append(StringBuilder text) {
        if (text.length() + reader.getTextLength() > MAX_TEXT) {
            throw refusal("a text has more than " + MAX_TEXT + " characters");
        }
        text.append(reader.getText());
    }

    private static String bounded(String text) {
        if (text.length() > MAX_TEXT) {
            throw refusal("a name or an attribute has more than " + MAX_TEXT + " characters");
        }
        return text;
    }
}
