// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Predicate;
import javax.servlet.ServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import org.mailgroups.call.MediaTypes;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.value.InvalidValueException;
import spark.Request;

/** Reads the body of a request up to a limit. A wrong type or length is refused before the body fills the memory. */
final class RequestBody {
    /**
     * The limit up to which the rest of a body that is too long is read and dropped. The client reads the refusal only
     * after it has sent its body.
     */
    private static final long MAX_DRAINED_BYTES = 64L << 20;

    private static final int DRAIN_BUFFER_BYTES = 8192;

    private RequestBody() {}

    static boolean isPresent(Request request) {
        return lengthOf(request) > 0 || request.headers("Transfer-Encoding") != null;
    }

    /** Returns the number of bytes that the request announces; -1 if the body comes in chunks. */
    static long lengthOf(Request request) {
        return request.raw().getContentLengthLong();
    }

    /** @throws InvalidValueException if there is a body */
    static void requireNone(Request request) {
        if (!isPresent(request)) {
            return;
        }
        try {
            drain(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new InvalidValueException("body", "this call takes none: send it without a body");
    }

    /** Returns the bytes of a JSON body; empty if there is no body. */
    static Optional<byte[]> read(Request request, int maxBytes) {
        if (!isPresent(request)) {
            return Optional.empty();
        }
        requireJson(request);
        try (InputStream body = StreamedBody.of(request, maxBytes)) {
            return Optional.of(body.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a JSON document that is read as it comes.
     *
     * @throws RefusedCallException if it is longer than {@code maxBytes}; at once, or from the stream while it is read
     */
    static InputStream json(Request request, long maxBytes) {
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
    static InputStream csv(Request request, long maxBytes) {
        return file(request, maxBytes, "text/csv", MediaTypes::isCsv);
    }

    /** Returns a CSV file or a file of vCards that is read as it comes; an empty one if there is no body. */
    static InputStream csvOrVcard(Request request, long maxBytes) {
        return isVcard(request)
                ? file(request, maxBytes, "text/vcard", MediaTypes::isVcard)
                : file(request, maxBytes, "text/csv or text/vcard", MediaTypes::isCsv);
    }

    private static InputStream file(Request request, long maxBytes, String typeName, Predicate<String> type) {
        if (!isPresent(request)) {
            return InputStream.nullInputStream();
        }
        if (!type.test(request.contentType())) {
            throw RefusedCallException.unsupportedType(request.contentType(), typeName);
        }
        try {
            return StreamedBody.of(request, maxBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether the body has a type of vCards. */
    static boolean isVcard(Request request) {
        return MediaTypes.isVcard(request.contentType());
    }

    private static void requireJson(Request request) {
        if (!MediaTypes.isJson(request.contentType())) {
            throw RefusedCallException.unsupportedType(request.contentType(), "application/json");
        }
    }

    /**
     * Returns the body as the connection gives it. Spark's wrapper is passed by, since it would keep every byte that is
     * read.
     */
    static InputStream unread(Request request) throws IOException {
        ServletRequest underlying = request.raw();
        while (underlying instanceof HttpServletRequestWrapper wrapper) {
            underlying = wrapper.getRequest();
        }
        return underlying.getInputStream();
    }

    /** Reads the rest of the body, up to a limit, and drops it. */
    static void drain(Request request) throws IOException {
        InputStream input = unread(request);
        byte[] buffer = new byte[DRAIN_BUFFER_BYTES];
        long drained = 0;
        int read = input.read(buffer);
        while (read >= 0 && drained < MAX_DRAINED_BYTES) {
            drained += read;
            read = input.read(buffer);
        }
    }
}
