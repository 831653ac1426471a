// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import java.util.Optional;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.DataLineFilter;

/**
 * Looks at each line of a message as it comes, before anything keeps or parses it:
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.server.smtp.DataLines"&gt;
 *     &lt;maxHeaderBytes&gt;1000000&lt;/maxHeaderBytes&gt;
 *     &lt;maxHeaderFields&gt;2000&lt;/maxHeaderFields&gt;
 * &lt;/handler&gt;
 * </code></pre>
 *
 * <p>A line ends with CRLF, and neither CR nor LF is anywhere else (RFC 5321 2.3.8): servers that do not agree where a
 * line ends can be made to see a second message in the first. There is no NUL (RFC 6152 3), which an IMAP server could
 * not hand out. A header that is larger than the limits is refused too.
 *
 * <p>A message with such a fault is thrown away as it comes, up to the final dot. Then it gets one answer. Only CRLF
 * before and after ends it.
 */
public final class DataLines implements DataLineFilter {
    static final int DEFAULT_MAX_HEADER_BYTES = 1_000_000;
    static final int DEFAULT_MAX_HEADER_FIELDS = 2000;

    /** A client that sends so many times the largest message does not wait for an answer, and gets none. */
    private static final int ENDLESS = 2;

    private static final AttachmentKey<Progress> PROGRESS = AttachmentKey.of("org.mailgroups.lines", Progress.class);

    private int maxHeaderBytes = DEFAULT_MAX_HEADER_BYTES;
    private int maxHeaderFields = DEFAULT_MAX_HEADER_FIELDS;

    /** What is known of a message that is on its way in. One thread at a time uses it. */
    private static final class Progress {
        private String fault = "";
        private boolean isForNow;
        private boolean inHeader = true;
        private boolean isAfterCrlf = true;
        private long bytes;
        private int fields;
    }

    @Override
    public void init(Configuration configuration) throws ConfigurationException {
        maxHeaderBytes = Parameters.positive(configuration, "maxHeaderBytes", DEFAULT_MAX_HEADER_BYTES);
        maxHeaderFields = Parameters.positive(configuration, "maxHeaderFields", DEFAULT_MAX_HEADER_FIELDS);
    }

    /**
     * Refuses the message that the session receives, since a line of it was over the server's limit.
     *
     * @return the answer that ends the connection, if the message has no end; else it is answered after its final dot
     */
    static Optional<Response> refuseLongLine(SMTPSession session, LineFramer.TooLong line) {
        Progress progress = progress(session);
        progress.isAfterCrlf = line.endsWithCrlf();
        progress.bytes += line.bytes();
        if (progress.fault.isEmpty()) {
            progress.fault = "A line of the message is too long";
            progress.isForNow = line.isForNow();
        }
        return isEndless(session, progress) ? Optional.of(endOfPatience()) : Optional.empty();
    }

    private static Progress progress(SMTPSession session) {
        Optional<Progress> known = session.getAttachment(PROGRESS, State.Transaction);
        if (known.isPresent()) {
            return known.get();
        }
        Progress progress = new Progress();
        session.setAttachment(PROGRESS, progress, State.Transaction);
        return progress;
    }

    @Override
    public Response onLine(SMTPSession session, byte[] line, LineHandler<SMTPSession> next) {
        Progress progress = progress(session);
        boolean isEnd = progress.isAfterCrlf && line.length == 3 && line[0] == '.' && endsWithCrlf(line);
        progress.isAfterCrlf = endsWithCrlf(line);
        if (!isEnd) {
            progress.bytes += line.length;
            if (progress.fault.isEmpty()) {
                progress.fault = fault(progress, line);
            }
        }
        if (progress.fault.isEmpty()) {
            return isEndless(session, progress) ? endOfPatience() : passOn(session, line, isEnd, next);
        }
        if (isEnd) {
            session.popLineHandler();
            session.resetState();
            return progress.isForNow
                    ? new SMTPResponse(SMTPRetCode.SYSTEM_STORAGE_ERROR, "4.3.1 " + progress.fault + " for now")
                    : new SMTPResponse(SMTPRetCode.TRANSACTION_FAILED, "5.6.0 " + progress.fault);
        }
        return isEndless(session, progress) ? endOfPatience() : null;
    }

    /** If James gives up in the middle, on a full disk for example, the client still goes on with the message. */
    private Response passOn(SMTPSession session, byte[] line, boolean isEnd, LineHandler<SMTPSession> next) {
        Response response = next.onLine(session, line);
        if (response == null || isEnd) {
            return response;
        }
        Progress progress = progress(session);
        progress.fault = "The message cannot be kept";
        progress.isForNow = true;
        LineHandler<SMTPSession> rest = (same, more) -> onLine(same, more, next);
        session.pushLineHandler(rest);
        return null;
    }

    private static boolean isEndless(SMTPSession session, Progress progress) {
        long limit = session.getConfiguration().getMaxMessageSize();
        return limit > 0 && progress.bytes / ENDLESS > limit;
    }

    private static Response endOfPatience() {
        SMTPResponse response = new SMTPResponse(SMTPRetCode.QUOTA_EXCEEDED, "5.3.4 The message is too large");
        response.setEndSession(true);
        return response;
    }

    private String fault(Progress progress, byte[] line) {
        String fault = faultOfLine(line);
        return fault.isEmpty() && progress.inHeader ? faultOfHeader(progress, line) : fault;
    }

    private static boolean endsWithCrlf(byte[] line) {
        int end = line.length - 2;
        return end >= 0 && line[end] == '\r' && line[end + 1] == '\n';
    }

    private static String faultOfLine(byte[] line) {
        if (!endsWithCrlf(line)) {
            return "A line of the message ends with LF alone, and should with CR and LF";
        }
        for (int i = 0; i < line.length - 2; i++) {
            if (line[i] == '\r') {
                return "A line of the message has a CR that is not before LF";
            }
            if (line[i] == 0) {
                return "The message has a NUL";
            }
        }
        return "";
    }

    private String faultOfHeader(Progress progress, byte[] line) {
        if (line.length == 2) {
            progress.inHeader = false;
            return "";
        }
        if (line[0] != ' ' && line[0] != '\t') {
            progress.fields++;
        }
        return progress.bytes > maxHeaderBytes || progress.fields > maxHeaderFields
                ? "The header is larger than " + maxHeaderBytes + " octets or " + maxHeaderFields + " fields"
                : "";
    }
}
