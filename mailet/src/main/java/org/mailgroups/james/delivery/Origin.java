// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.james.message.RawHeader;
import org.mailgroups.james.message.SenderWishes;
import org.mailgroups.james.message.SpamMarks;
import org.mailgroups.json.Json;

/**
 * What mails made from a posting have from the original: its name, the client that it came from, and the attributes
 * that earlier mailets gave it. An attribute that cannot be written as JSON stays behind, as it does in James' own
 * queues.
 *
 * @param attributes values by name, each a document of JSON
 */
public record Origin(String name, String remoteHost, String remoteAddr, Map<String, String> attributes) {
    public Origin {
        Objects.requireNonNull(name, "name");
        attributes = Map.copyOf(attributes);
    }

    /**
     * Returns the origin of copies of a mail.
     *
     * @param isMark tells our own marks, which are for the original alone
     */
    public static Origin of(Mail mail, Predicate<Attribute> isMark) {
        Map<String, String> attributes = new LinkedHashMap<>();
        mail.attributes()
                .filter(attribute -> !isMark.test(attribute)
                        && !RawHeader.isKept(attribute)
                        && !SpamMarks.isRemembered(attribute)
                        && !SenderWishes.isOne(attribute))
                .forEach(attribute -> written(attribute)
                        .ifPresent(value -> attributes.put(attribute.getName().asString(), value)));
        return new Origin(mail.getName(), mail.getRemoteHost(), mail.getRemoteAddr(), attributes);
    }

    private static Optional<String> written(Attribute attribute) {
        Optional<JsonNode> value = attribute.getValue().toJson();
        return value.map(JsonNode::toString);
    }

    /** Reads the text of {@link #text}. */
    public static Origin parse(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), Origin.class);
    }

    /** Returns the form that {@link #parse} reads. */
    public String text() {
        return Json.write(this);
    }

    /**
     * Begins a mail of this origin.
     *
     * @param suffix tells it from others of the same origin
     */
    public MailImpl.Builder mail(String suffix) throws MessagingException {
        return mail(suffix, read());
    }

    /**
     * Begins a mail of this origin.
     *
     * @param read the attributes as {@link #read} returns them, for this mail alone: its mailets may change them
     */
    MailImpl.Builder mail(String suffix, List<Attribute> read) {
        return MailImpl.builder()
                .name(name + suffix)
                .remoteHost(remoteHost)
                .remoteAddr(remoteAddr)
                .addAttributes(read);
    }

    /** Reads the attributes from their JSON. */
    List<Attribute> read() throws MessagingException {
        List<Attribute> read = new ArrayList<>();
        try {
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                read.add(new Attribute(
                        AttributeName.of(attribute.getKey()), AttributeValue.fromJsonString(attribute.getValue())));
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new MessagingException("the attributes of " + name + " cannot be read", e);
        }
        return read;
    }
}
