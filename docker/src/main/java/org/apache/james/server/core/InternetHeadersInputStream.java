// SPDX-License-Identifier: Apache-2.0
package org.apache.james.server.core;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Objects;
import javax.mail.internet.InternetHeaders;

/**
 * The octets of header lines that JavaMail has read, and the empty line that ends them.
 *
 * <p>It stands in the place of James' class of this name, which writes US-ASCII: each octet beyond becomes {@code ?}.
 * JavaMail reads an octet as one character (ISO-8859-1), so that is how they are written. James makes a header anew
 * here whenever a mail leaves a queue or a repository, is duplicated, or was changed in one field. So this is the one
 * place that all of them pass. {@code bin/james-mail-groups} puts it before James' jars on the class path.
 *
 * <p>Not thread-safe.
 */
public class InternetHeadersInputStream extends InputStream {
    private static final String LINE_END = "\r\n";

    private final Enumeration<String> lines;
    private byte[] octets = new byte[0];
    private int position;
    private boolean ended;

    public InternetHeadersInputStream(InternetHeaders headers) {
        this(headers.getAllHeaderLines());
    }

    /**
     * The octets of these lines.
     *
     * @param lines the lines without the ends, an octet a character
     */
    public InternetHeadersInputStream(Enumeration<String> lines) {
        this.lines = lines;
    }

    @Override
    public int read() {
        return isAtEnd() ? -1 : octets[position++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, octets.length - position);
        System.arraycopy(octets, position, into, offset, count);
        position += count;
        return count;
    }

    /** Tells whether nothing is left, and else makes sure that an octet can be read. */
    private boolean isAtEnd() {
        if (position == octets.length && !ended) {
            ended = !lines.hasMoreElements();
            String line = ended ? LINE_END : lines.nextElement() + LINE_END;
            octets = line.getBytes(StandardCharsets.ISO_8859_1);
            position = 0;
        }
        return position == octets.length;
    }
}
