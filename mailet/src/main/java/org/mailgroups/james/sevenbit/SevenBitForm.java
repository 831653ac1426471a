// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.sevenbit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.mailgroups.james.message.HeaderFields;

/**
 * Writes a message without octets above 127 (RFC 6152 3). Parts that have such octets, or say that they may have some,
 * become quoted-printable if they are text, and base64 else. Their Content-Transfer-Encoding becomes another one, and
 * that of what they are in. All else stays as it is, octet for octet.
 *
 * <p>What somebody has signed or encrypted is never touched, nor a message that its author's domain has signed. A
 * header has no other form without octets above 127 that means the same for sure, so it is not touched either.
 *
 * <p>It reads the message twice, and needs the memory of a header.
 */
public final class SevenBitForm implements MimeWalk.Visitor {
    private static final String FIELD = "content-transfer-encoding";

    private final Plan plan;
    private final OutputStream body;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private OutputStream content;

    /** A message, to be read from its start. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    private SevenBitForm(Plan plan, OutputStream body) {
        this.plan = plan;
        this.body = body;
    }

    /**
     * Writes a message.
     *
     * @param body gets all behind the header, with the empty line
     * @return the octets of the header, without the empty line
     * @throws ImpossibleException if there is no such form of this message; something may be written then
     */
    public static byte[] write(Source message, OutputStream body) throws IOException, ImpossibleException {
        Plan plan = new Plan();
        try (InputStream octets = message.open()) {
            MimeWalk.through(octets, plan);
        }
        SevenBitForm form = new SevenBitForm(plan, body);
        try (InputStream octets = message.open()) {
            MimeWalk.through(octets, form);
        }
        return form.header.toByteArray();
    }

    @Override
    public void header(Entity entity, HeaderFields fields, byte[] emptyLine) throws IOException {
        Coding coding = plan.of(entity);
        OutputStream out = entity.number() == 0 ? header : body;
        boolean isLabelled = coding == Coding.NONE;
        for (HeaderFields.Field field : fields.fields()) {
            if (coding == Coding.NONE || !field.name().equals(FIELD)) {
                out.write(field.octets());
            } else if (!isLabelled) {
                label(out, coding);
                isLabelled = true;
            }
        }
        if (!isLabelled) {
            if (entity.number() == 0 && fields.named("mime-version").findAny().isEmpty()) {
                line(out, "MIME-Version: 1.0");
            }
            label(out, coding);
        }
        body.write(emptyLine);
        content = coding.over(body);
    }

    private static void label(OutputStream out, Coding coding) throws IOException {
        line(out, "Content-Transfer-Encoding: " + coding.label());
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void content(Entity entity, byte[] octets, int length) throws IOException {
        content.write(octets, 0, length);
    }

    @Override
    public void contentEnds(Entity entity) throws IOException {
        content.close();
    }

    @Override
    public void between(byte[] octets, int length) throws IOException {
        body.write(octets, 0, length);
    }
}
