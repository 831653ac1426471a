// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.james.message.HeaderFields.Field;

/**
 * The header fields with octets beyond ASCII, as they came, in an attribute of the mail.
 *
 * <p>James' queues and repositories write a header anew in US-ASCII, and such octets become {@code ?} (our own server
 * mends that). So the fields are kept while the message is still as it came, at DATA, and put back when it is read in
 * the spool. A field that a mailet has changed meanwhile is not put back.
 */
public final class RawHeader {
    /** The most octets that are kept; in a header with more of them, they are lost as they would be without this. */
    static final int MAX_BYTES = 64 << 10;

    private static final AttributeName NAME = AttributeName.of("org.mailgroups.raw-header");

    private RawHeader() {}

    /** Tells whether an attribute is the one that is kept here. Copies for members have no use for it. */
    public static boolean isKept(Attribute attribute) {
        return attribute.getName().equals(NAME);
    }

    /**
     * Keeps the fields that James or JavaMail would change; nothing if there are none, or too much.
     *
     * @param header as it came
     */
    public static void keep(Mail mail, HeaderFields header) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        header.fields().stream().filter(RawHeader::isRaw).forEach(field -> kept.writeBytes(field.octets()));
        mail.removeAttribute(NAME);
        if (kept.size() > 0 && kept.size() <= MAX_BYTES) {
            String text = Base64.getEncoder().encodeToString(kept.toByteArray());
            mail.setAttribute(new Attribute(NAME, AttributeValue.of(text)));
        }
    }

    /** JavaMail takes comments off MIME-Version. */
    private static boolean isRaw(Field field) {
        return field.text().chars().anyMatch(octet -> octet > 127)
                || (field.name().equals("mime-version") && !field.value().equals("1.0"));
    }

    /**
     * Returns the header with the fields that were kept in the places of what James has made of them. Its length is the
     * same.
     *
     * @param present as it is in the message now
     */
    public static HeaderFields restored(Mail mail, HeaderFields present) throws MessagingException {
        Optional<String> kept = mail.getAttribute(NAME)
                .flatMap(attribute -> attribute.getValue().valueAs(String.class));
        if (kept.isEmpty()) {
            return present;
        }
        return new HeaderFields(new OriginalFields(fields(kept.get())).restored(present.fields()), present.length());
    }

    private static List<Field> fields(String kept) throws MessagingException {
        try {
            byte[] octets = Base64.getDecoder().decode(kept);
            return HeaderFields.read(new ByteArrayInputStream(octets)).fields();
        } catch (IOException | IllegalArgumentException e) {
            throw new MessagingException("the attribute " + NAME.asString() + " cannot be read", e);
        }
    }
}
