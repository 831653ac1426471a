// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageSource;
import org.mailgroups.james.message.HeaderFields;

/**
 * A message as members get it: the original's octets with some header fields taken off and some put in front. All
 * chunks of a copy read the same original. So a copy costs a header in memory and nothing of the body, whatever the
 * number of members and the size of the message.
 *
 * <p>Valid as long as the original is. Not thread-safe, as the original is not.
 */
final class MemberCopy implements MimeMessageSource {
    private final String sourceId;
    private final MimeMessage original;
    private final byte[] header;
    private final long originalHeaderLength;
    private final long size;

    private MemberCopy(String sourceId, MimeMessage original, byte[] header, long originalHeaderLength, long size) {
        this.sourceId = sourceId;
        this.original = original;
        this.header = header;
        this.originalHeaderLength = originalHeaderLength;
        this.size = size;
    }

    /**
     * Makes a copy.
     *
     * @param originalHeader as read from {@code original}
     * @param originalSize octets of the whole original
     * @param first fields to put in front, without line ends
     * @param dropped tells the original's fields to take off
     */
    static MemberCopy of(
            String sourceId,
            MimeMessage original,
            HeaderFields originalHeader,
            long originalSize,
            List<String> first,
            Predicate<HeaderFields.Field> dropped) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        first.forEach(field -> header.writeBytes((field + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        originalHeader.fields().stream().filter(dropped.negate()).forEach(field -> header.writeBytes(field.octets()));
        long size = originalSize - originalHeader.length() + header.size();
        return new MemberCopy(sourceId, original, header.toByteArray(), originalHeader.length(), size);
    }

    @Override
    public String getSourceId() {
        return sourceId;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        try {
            InputStream rest = new MimeMessageInputStream(original);
            rest.skipNBytes(originalHeaderLength);
            return new SequenceInputStream(new ByteArrayInputStream(header), rest);
        } catch (MessagingException e) {
            throw new IOException("the original message cannot be read", e);
        }
    }

    @Override
    public long getMessageSize() {
        return size;
    }
}
