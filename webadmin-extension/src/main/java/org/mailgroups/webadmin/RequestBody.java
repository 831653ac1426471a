// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.servlet.ServletRequest;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;

/** Reads the body of a request up to a limit. A wrong type or length is refused before the body fills the memory. */
final class RequestBody {
    private static final Pattern JSON_TYPE =
            Pattern.compile("application/json\\s*+(;\\s*+charset\\s*+=\\s*+\"?utf-8\"?\\s*+)?;?\\s*+");

    /** The type of vCards. It has two older names, from before RFC 6350. */
    private static final Pattern VCARD_TYPE =
            Pattern.compile("text/(vcard|x-vcard|directory)\\s*+(;\\s*+(version\\s*+=\\s*+\"?[0-9.]+\"?"
                    + "|profile\\s*+=\\s*+\"?vcard\"?|charset\\s*+=\\s*+\"?utf-8\"?)\\s*+)*;?\\s*+");

    private static final Pattern CSV_TYPE = Pattern.compile(
            "text/csv\\s*+(;\\s*+(header\\s*+=\\s*+\"?present\"?" + "|charset\\s*+=\\s*+\"?utf-8\"?)\\s*+)*;?\\s*+");

    /**
     * The limit up to which the rest of a body that is too long is read and dropped. The client reads the refusal only
     * after it has sent its body.
     */
    private static final long MAX_DRAINED_BYTES = 64L << 20;

    private static final int DRAIN_BUFFER_BYTES = 8192;

    private RequestBody() {}

    static boolean isPresent(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** Returns the bytes of a JSON body; empty if there is no body. */
    static Optional<byte[]> read(HttpServletRequest request, int maxBytes) {
        if (!isPresent(request)) {
            return Optional.empty();
        }
        requireJson(request);
        try {
            return Optional.of(readBounded(request, maxBytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a JSON document that is read as it comes.
     *
     * @throws RefusedCallException if it is longer than {@code maxBytes}; at once, or from the stream while it is read
     */
    static InputStream json(HttpServletRequest request, long maxBytes) {
        if (isPresent(request)) {
            requireJson(request);
        }
        try {
            return StreamedBody.of(request, maxBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a CSV file that is read as it comes; an empty one if there is no body. */
    static InputStream csv(HttpServletRequest request, long maxBytes) {
        return file(request, maxBytes, "text/csv", CSV_TYPE);
    }

    /** Returns a CSV file or a file of vCards that is read as it comes; an empty one if there is no body. */
    static InputStream csvOrVcard(HttpServletRequest request, long maxBytes) {
        return isVcard(request)
                ? file(request, maxBytes, "text/vcard", VCARD_TYPE)
                : file(request, maxBytes, "text/csv or text/vcard", CSV_TYPE);
    }

    private static InputStream file(HttpServletRequest request, long maxBytes, String typeName, Pattern type) {
        if (!isPresent(request)) {
            return InputStream.nullInputStream();
        }
        if (!isOfType(request, type)) {
            throw RefusedCallException.unsupportedType(request.getContentType(), typeName);
        }
        try {
            return StreamedBody.of(request, maxBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether the body has a type of vCards. */
    static boolean isVcard(HttpServletRequest request) {
        return isOfType(request, VCARD_TYPE);
    }

    private static boolean isOfType(HttpServletRequest request, Pattern type) {
        String given = request.getContentType();
        return given != null && type.matcher(given.toLowerCase(Locale.ROOT)).matches();
    }

    private static void requireJson(HttpServletRequest request) {
        if (!isOfType(request, JSON_TYPE)) {
            throw RefusedCallException.unsupportedType(request.getContentType(), "application/json");
        }
    }

    private static byte[] readBounded(HttpServletRequest request, int maxBytes) throws IOException {
        requireKnownLength(request);
        if (request.getContentLengthLong() > maxBytes) {
            drain(request);
            throw RefusedCallException.tooLarge(maxBytes);
        }
        byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            drain(request);
            throw RefusedCallException.tooLarge(maxBytes);
        }
        if (body.length == 0) {
            // The body is empty, or it came in chunks, which James' own request log has read and not kept.
            throw emptyOrInChunks();
        }
        return body;
    }

    static void requireKnownLength(HttpServletRequest request) {
        String transferEncoding = request.getHeader("Transfer-Encoding");
        // Spark reads a body with any other encoding into memory, however long it is.
        if (transferEncoding != null && !"chunked".equals(transferEncoding)) {
            throw RefusedCallException.lengthRequired("Transfer-Encoding: send the body with a Content-Length");
        }
    }

    static RefusedCallException emptyOrInChunks() {
        return RefusedCallException.lengthRequired(
                "the body is empty, or came in chunks: send it with a Content-Length");
    }

    /** Returns the request without Spark's wrapper. The wrapper would keep every byte that is read. */
    static ServletRequest withoutWrapper(HttpServletRequest request) {
        ServletRequest underlying = request;
        while (underlying instanceof HttpServletRequestWrapper wrapper) {
            underlying = wrapper.getRequest();
        }
        return underlying;
    }

    /** Reads the rest of the body, up to a limit, and drops it. */
    static void drain(HttpServletRequest request) throws IOException {
        InputStream input = withoutWrapper(request).getInputStream();
        byte[] buffer = new byte[DRAIN_BUFFER_BYTES];
        long drained = 0;
        int read = input.read(buffer);
        while (read >= 0 && drained < MAX_DRAINED_BYTES) {
            drained += read;
            read = input.read(buffer);
        }
    }
}
