// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

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

/**
 * Reads the text near the beginning of a message. Only the first {@value #READ_BYTES} octets are looked at. Nothing in
 * them can make this fail: a part that cannot be read has no text.
 */
public final class BodyText {
    private static final int READ_BYTES = 128 << 10;
    private static final int MAX_LENGTH = 10_000;
    private static final int MAX_DEPTH = 8;

    private BodyText() {}

    /**
     * Returns the first plain text of a message, cut; empty if there is none.
     *
     * @return not yet cut into lines, with whatever characters the author has put there
     */
    public static String plain(MimeMessage message) throws MessagingException {
        return text(beginning(message), "text/plain");
    }

    /**
     * Returns the first line of a message's text that is not blank, without the blanks at its ends; empty if there is
     * none. If there is no plain text, the line is that of the HTML.
     */
    public static String firstLine(MimeMessage message) throws MessagingException {
        MimeMessage beginning = beginning(message);
        String line = firstLine(text(beginning, "text/plain"));
        return line.isEmpty() ? firstLine(HtmlText.of(text(beginning, "text/html"))) : line;
    }

    private static String firstLine(String text) {
        return text.replace('\u00a0', ' ')
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
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

    private static String text(MimeMessage message, String type) {
        try {
            String text = text(message, type, 0).orElse("");
            return text.substring(0, Math.min(text.length(), MAX_LENGTH));
        } catch (MessagingException | IOException | RuntimeException e) {
            // A broken message of a stranger is no fault of ours: it counts as one without text.
            return "";
        }
    }

    private static Optional<String> text(Part part, String type, int depth) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return Optional.of(decoded(part));
        }
        if (depth < MAX_DEPTH && part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart child = parts.getBodyPart(i);
                Optional<String> text = Part.ATTACHMENT.equalsIgnoreCase(child.getDisposition())
                        ? Optional.empty()
                        : text(child, type, depth + 1);
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the text of a part in its charset; many programs name none, or one that nobody knows. */
    private static String decoded(Part part) throws MessagingException, IOException {
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
}
