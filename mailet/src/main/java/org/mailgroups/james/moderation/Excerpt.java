// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import com.google.common.io.ByteStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import javax.mail.BodyPart;
import javax.mail.MessagingException;
import javax.mail.Multipart;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageInputStream;
import org.mailgroups.james.message.FieldParameters;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderText;

/**
 * The part of a message that administrators are shown: its subject, and the text near its beginning. Only the beginning
 * is looked at. Nothing in it can make this fail: a part that cannot be read is not shown.
 *
 * @param text not yet cut into lines, with whatever characters the author has put there
 */
record Excerpt(String subject, String text) {
    private static final int READ_BYTES = 128 << 10;
    private static final int MAX_TEXT_LENGTH = 10_000;
    private static final int MAX_DEPTH = 8;

    /**
     * Returns the excerpt of a message.
     *
     * @param header the message's own, as it came
     */
    static Excerpt of(MimeMessage message, HeaderFields header) throws MessagingException {
        return new Excerpt(HeaderText.of(header, "subject").orElse(""), text(beginning(message)));
    }

    private static MimeMessage beginning(MimeMessage message) throws MessagingException {
        try (InputStream octets = new MimeMessageInputStream(message)) {
            byte[] first = ByteStreams.limit(octets, READ_BYTES).readAllBytes();
            return new MimeMessage(
                    Session.getInstance(new Properties()), new ByteArrayInputStream(first, 0, wholeLines(first)));
        } catch (IOException e) {
            throw new MessagingException("the message cannot be read", e);
        }
    }

    /** Returns the length without a line that was cut off, perhaps in the middle of a character. */
    private static int wholeLines(byte[] octets) {
        int end = octets.length;
        while (octets.length == READ_BYTES && end > 0 && octets[end - 1] != '\n') {
            end--;
        }
        return end > 0 ? end : octets.length;
    }

    private static String text(MimeMessage message) {
        try {
            String text = text(message, 0).orElse("");
            return text.substring(0, Math.min(text.length(), MAX_TEXT_LENGTH));
        } catch (MessagingException | IOException | RuntimeException e) {
            // A broken message of a stranger is no fault of ours: the administrators decide without its text.
            return "";
        }
    }

    /** Returns the text of a part in its charset; many programs name none, or one that nobody knows. */
    private static String plainText(Part part) throws MessagingException, IOException {
        String[] types = part.getHeader("Content-Type");
        Optional<Charset> charset = Optional.ofNullable(types)
                .flatMap(all -> FieldParameters.of(all[0]).text("charset"))
                .flatMap(HeaderText::charset)
                .filter(known -> !known.equals(StandardCharsets.US_ASCII));
        try (InputStream content = part.getInputStream()) {
            byte[] octets = content.readAllBytes();
            return charset.map(known -> new String(octets, known)).orElseGet(() -> HeaderText.text(octets));
        }
    }

    private static Optional<String> text(Part part, int depth) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            return Optional.of(plainText(part));
        }
        if (depth < MAX_DEPTH && part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart child = parts.getBodyPart(i);
                Optional<String> text = Part.ATTACHMENT.equalsIgnoreCase(child.getDisposition())
                        ? Optional.empty()
                        : text(child, depth + 1);
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }
}
