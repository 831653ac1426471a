// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.mailgroups.call.RefusedCallException;
import spark.Request;

/**
 * A body that is read as it comes, up to a limit. Reading beyond the limit throws a {@link RefusedCallException}. Not
 * thread-safe.
 */
final class StreamedBody extends FilterInputStream {
    private final Request request;
    private final long maxBytes;
    private long left;

    private StreamedBody(InputStream body, Request request, long maxBytes) {
        super(body);
        this.request = request;
        this.maxBytes = maxBytes;
        this.left = maxBytes;
    }

    /**
     * Returns the body of a request. It is taken from the connection. If a filter has read it before, as James' own
     * request log does, it is what Spark has kept of it: Spark 2 keeps it in the wrapper around the request, Spark 3
     * only in the request itself.
     */
    static InputStream of(Request request, long maxBytes) throws IOException {
        requireKnownEncoding(request);
        if (RequestBody.lengthOf(request) > maxBytes) {
            throw tooLarge(request, maxBytes);
        }
        PushbackInputStream body = new PushbackInputStream(RequestBody.unread(request));
        int first = body.read();
        if (first >= 0) {
            body.unread(first);
            return new StreamedBody(body, request, maxBytes);
        }
        return new StreamedBody(kept(request), request, maxBytes);
    }

    private static void requireKnownEncoding(Request request) {
        String transferEncoding = request.headers("Transfer-Encoding");
        // Spark reads a body with any other encoding into memory, however long it is.
        if (transferEncoding != null && !"chunked".equals(transferEncoding)) {
            throw RefusedCallException.lengthRequired("Transfer-Encoding: send the body with a Content-Length");
        }
    }

    private static InputStream kept(Request request) {
        byte[] body = request.bodyAsBytes();
        if (body == null || body.length == 0) {
            throw RefusedCallException.lengthRequired(
                    "the body is empty, or this server has read it before: send it with a Content-Length");
        }
        return new ByteArrayInputStream(body);
    }

    private static RefusedCallException tooLarge(Request request, long maxBytes) throws IOException {
        RequestBody.drain(request);
        return RefusedCallException.tooLarge(maxBytes);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        return read < 0 ? read : counted(read, 1);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        return read < 0 ? read : counted(read, read);
    }

    @Override
    public long skip(long count) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private int counted(int result, long count) throws IOException {
        left -= count;
        if (left < 0) {
            throw tooLarge(request, maxBytes);
        }
        return result;
    }
}
