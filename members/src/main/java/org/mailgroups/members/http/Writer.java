// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.mailgroups.call.Answer;
import org.mailgroups.call.ErrorKind;
import org.mailgroups.call.PieceStream;
import org.mailgroups.json.Json;
import org.mailgroups.members.route.ErrorBody;

/** Writes answers, none without the headers that keep browsers safe. No thread waits for a client that reads slowly. */
final class Writer {
    private static final Map<String, String> SAFETY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private static final String GZIP = "gzip";

    private Writer() {}

    /** Writes content that is made while it is sent in a compressed form, if the client can read it. */
    static void writeZipped(Answer answer, Request request, Response response, Callback callback) {
        boolean isZipped = answer.content().orElse(null) instanceof Answer.FileContent
                && request.getHeaders().getQualityCSV("Accept-Encoding").contains(GZIP)
                && !request.getMethod().equals("HEAD");
        write(answer, isZipped, request, response, callback);
    }

    static void write(Answer answer, Request request, Response response, Callback callback) {
        write(answer, false, request, response, callback);
    }

    private static void write(Answer answer, boolean isZipped, Request request, Response response, Callback callback) {
        Object content = answer.content().orElse(null);
        // The first pieces are made here, so that an error in them can still change the status.
        Content.Source stream = content instanceof Answer.FileContent file
                ? Content.Source.from(zippedIf(isZipped, PieceStream.begin(file.pieces())))
                : content instanceof Answer.Octets octets ? Content.Source.from(octets.stream()) : null;
        head(answer.status(), response);
        answer.headers().forEach(response.getHeaders()::put);
        if (stream != null) {
            response.getHeaders().put("Content-Type", type(content));
            if (isZipped) {
                response.getHeaders().put("Content-Encoding", GZIP);
            }
            if (request.getMethod().equals("HEAD")) {
                stream.fail(new IllegalStateException("HEAD has no content"));
                callback.succeeded();
            } else {
                Content.copy(stream, response, callback);
            }
        } else if (content == null) {
            callback.succeeded();
        } else {
            json(content, response, callback);
        }
    }

    private static InputStream zippedIf(boolean isZipped, InputStream octets) {
        return isZipped ? new GzipStream(octets) : octets;
    }

    private static String type(Object content) {
        return content instanceof Answer.FileContent file
                ? file.contentType()
                : ((Answer.Octets) content).contentType();
    }

    static void refuse(int status, ErrorKind kind, String message, Response response, Callback callback) {
        head(status, response);
        json(new ErrorBody(status, kind.word(), message, null), response, callback);
    }

    /** Sets the status, and the headers that keep browsers safe. */
    static void head(int status, Response response) {
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        SAFETY.forEach(headers::put);
    }

    private static void json(Object content, Response response, Callback callback) {
        byte[] octets = Json.write(content).getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put("Content-Type", "application/json");
        response.getHeaders().put("Content-Length", octets.length);
        response.write(true, ByteBuffer.wrap(octets), callback);
    }
}
