// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import javax.servlet.http.HttpServletRequest;

/**
 * A body that is read as it comes, up to a limit. Reading beyond the limit throws a {@link RefusedCallException}. Not
 * thread-safe.
 */
final class StreamedBody extends FilterInputStream {
    private final HttpServletRequest request;
    private final long maxBytes;
    private long left;

    private StreamedBody(InputStream body, HttpServletRequest request, long maxBytes) {
        super(body);
        this.request = request;
        this.maxBytes = maxBytes;
        this.left = maxBytes;
    }

    static InputStream of(HttpServletRequest request, long maxBytes) throws IOException {
        RequestBody.requireKnownLength(request);
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLarge(request, maxBytes);
        }
        PushbackInputStream body =
                new PushbackInputStream(RequestBody.withoutWrapper(request).getInputStream());
        int first = body.read();
        if (first >= 0) {
            body.unread(first);
            return new StreamedBody(body, request, maxBytes);
        }
        return new StreamedBody(keptByLog(request), request, maxBytes);
    }

    /** Returns the body that James' own request log has read already. The log keeps a body unless it came in chunks. */
    private static InputStream keptByLog(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() < 0) {
            throw RequestBody.emptyOrInChunks();
        }
        return request.getInputStream();
    }

    private static RefusedCallException tooLarge(HttpServletRequest request, long maxBytes) throws IOException {
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
