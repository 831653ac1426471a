// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.sevenbit;

import com.google.common.io.CountingInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderLimitException;

/**
 * Goes through a message once and shows every octet of it, in order: headers, the content of parts, and what is
 * between the parts. Nothing is decoded. So whoever writes down what is shown has the same message again, octet for
 * octet, which no parser of MIME offers. A line that is no boundary belongs to what it stands in.
 *
 * <p>Its memory is a header and a block. It goes no deeper, and to no more parts, than the server takes.
 */
final class MimeWalk {
    private static final int BLOCK = 8192;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_ENTITIES = 1100;
    private static final Delimiter END = new Delimiter(-1, true);

    /** Is shown a message. */
    interface Visitor {
        /**
         * A header.
         *
         * @param emptyLine the octets that end it: a line end, or nothing
         */
        void header(Entity entity, HeaderFields header, byte[] emptyLine) throws IOException, ImpossibleException;

        /** Some of the content of a part that has no parts. */
        void content(Entity entity, byte[] octets, int length) throws IOException, ImpossibleException;

        /** The end of such a part. */
        void contentEnds(Entity entity) throws IOException, ImpossibleException;

        /** Some of what is between parts: boundaries, and text that no program shows. */
        void between(byte[] octets, int length) throws IOException, ImpossibleException;
    }

    /** A line that ends a part: of which multipart, by its depth, and whether this ends as well. */
    private record Delimiter(int depth, boolean closes) {}

    private final CountingInputStream in;
    private final Visitor visitor;
    private final List<String> boundaries = new ArrayList<>();
    private final byte[] block = new byte[BLOCK];
    private int length;
    private boolean beginsLine = true;
    private boolean endedLine = true;
    private int entities;

    private MimeWalk(InputStream message, Visitor visitor) {
        this.in = new CountingInputStream(new BufferedInputStream(message, BLOCK));
        this.visitor = visitor;
    }

    /** Shows a message to a visitor. */
    static void through(InputStream message, Visitor visitor) throws IOException, ImpossibleException {
        new MimeWalk(message, visitor).entity("text/plain", false, 0);
    }

    private Delimiter entity(String defaultType, boolean sealed, int depth) throws IOException, ImpossibleException {
        if (depth > MAX_DEPTH || entities > MAX_ENTITIES) {
            throw new ImpossibleException("the message has too many parts");
        }
        long before = in.getCount();
        HeaderFields header = header();
        int emptyLine = (int) (in.getCount() - before - header.length());
        beginsLine = true;
        endedLine = true;
        Entity entity = Entity.of(entities++, header, defaultType, sealed);
        visitor.header(
                entity,
                header,
                (emptyLine == 2 ? "\r\n" : emptyLine == 1 ? "\n" : "").getBytes(StandardCharsets.US_ASCII));
        if (entity.isMessage()) {
            return entity("text/plain", sealed, depth + 1);
        }
        return entity.isMultipart() ? parts(entity, depth) : content(entity);
    }

    private HeaderFields header() throws IOException, ImpossibleException {
        try {
            return HeaderFields.read(in);
        } catch (HeaderLimitException e) {
            throw new ImpossibleException("a header has too many fields");
        }
    }

    private Delimiter parts(Entity entity, int depth) throws IOException, ImpossibleException {
        int own = boundaries.size();
        boundaries.add("--" + entity.boundary());
        Delimiter next = between();
        String type = entity.type().equals("multipart/digest") ? "message/rfc822" : "text/plain";
        while (next.depth() == own && !next.closes()) {
            next = entity(type, entity.seals(), depth + 1);
        }
        boundaries.subList(own, boundaries.size()).clear();
        return next.depth() == own ? between() : next;
    }

    /** Shows lines up to the next delimiter, which is shown as well. */
    private Delimiter between() throws IOException, ImpossibleException {
        while (read()) {
            Delimiter delimiter = delimiter();
            visitor.between(block, length);
            if (!delimiter.equals(END)) {
                return delimiter;
            }
        }
        return END;
    }

    /** Shows content. The line end before a delimiter belongs to the delimiter (RFC 2046 5.1.1). */
    private Delimiter content(Entity entity) throws IOException, ImpossibleException {
        byte[] held = new byte[0];
        while (read()) {
            Delimiter delimiter = delimiter();
            if (!delimiter.equals(END)) {
                visitor.contentEnds(entity);
                visitor.between(held, held.length);
                visitor.between(block, length);
                return delimiter;
            }
            visitor.content(entity, held, held.length);
            int lineEnd = lineEnd();
            visitor.content(entity, block, length - lineEnd);
            held = Arrays.copyOfRange(block, length - lineEnd, length);
        }
        visitor.content(entity, held, held.length);
        visitor.contentEnds(entity);
        return END;
    }

    private int lineEnd() {
        if (length == 0 || block[length - 1] != '\n') {
            return 0;
        }
        return length > 1 && block[length - 2] == '\r' ? 2 : 1;
    }

    /** Reads up to the end of a line, or a block if that is longer. Returns false at the end of the message. */
    private boolean read() throws IOException {
        beginsLine = endedLine;
        length = 0;
        int octet = 0;
        // The last place is kept free, so that no line end is cut in two.
        while (octet != '\n' && (length < BLOCK - 1 || octet == '\r') && length < BLOCK) {
            octet = in.read();
            if (octet < 0) {
                break;
            }
            block[length++] = (byte) octet;
        }
        endedLine = octet == '\n';
        return length > 0;
    }

    private Delimiter delimiter() {
        if (!beginsLine || length < 3 || block[0] != '-' || block[1] != '-') {
            return END;
        }
        String line = new String(block, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
        for (int depth = boundaries.size() - 1; depth >= 0; depth--) {
            if (line.equals(boundaries.get(depth))) {
                return new Delimiter(depth, false);
            }
            if (line.equals(boundaries.get(depth) + "--")) {
                return new Delimiter(depth, true);
            }
        }
        return END;
    }
}
