// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element of a request.
 *
 * @param attributes those without a namespace, by name
 * @param children the elements in it
 * @param text the text in it, without that of its children
 */
public record XmlElement(XmlName name, Map<String, String> attributes, List<XmlElement> children, String text) {
    public XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    public boolean is(XmlName wanted) {
        return name.equals(wanted);
    }

    /** Returns the children with a name, in order. */
    public Stream<XmlElement> all(XmlName wanted) {
        return children.stream().filter(child -> child.is(wanted));
    }

    /** Returns the first child with a name. */
    public Optional<XmlElement> first(XmlName wanted) {
        return all(wanted).findFirst();
    }

    /** Returns an attribute, or else the value that stands for its absence. */
    public String attribute(String attribute, String otherwise) {
        return attributes.getOrDefault(attribute, otherwise);
    }
}
