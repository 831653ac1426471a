// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.members.page.Language;
import org.mailgroups.members.page.PageFile;
import org.mailgroups.members.page.PageFiles;

/** Sends the files of the page, to anybody: nothing in them is about people. Thread-safe. */
final class PageWriter {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final String GZIP = "gzip";

    private final PageFiles files;

    /** @param takesTokens whether postmasters log in on the page */
    PageWriter(boolean takesTokens) {
        files = new PageFiles(takesTokens);
    }

    /**
     * Sends the file that a call asks for.
     *
     * @return whether there is one; if not, nothing is sent
     */
    boolean write(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        Optional<PageFile> found = path == null ? Optional.empty() : files.find(path, wishes(request));
        if (found.isEmpty()) {
            return false;
        }
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw RefusedCallException.methodNotAllowed("this path takes GET");
        }
        send(found.get(), PageFiles.isPage(path), request, response, callback);
        return true;
    }

    /** Returns the language that was chosen on the page, and then those of the browser. */
    private static List<String> wishes(Request request) {
        Stream<String> chosen = Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(Language.COOKIE))
                .map(HttpCookie::getValue);
        return Stream.concat(chosen, request.getHeaders().getQualityCSV("Accept-Language").stream())
                .toList();
    }

    private static void send(PageFile file, boolean isPage, Request request, Response response, Callback callback) {
        boolean isZipped = request.getHeaders().getQualityCSV("Accept-Encoding").contains(GZIP);
        String tag = file.tag(isZipped);
        boolean isKnown = request.getHeaders().getCSV("If-None-Match", true).stream()
                .map(known -> known.startsWith("W/") ? known.substring(2) : known)
                .anyMatch(known -> known.equals(tag) || known.equals("*"));
        Writer.head(isKnown ? NOT_MODIFIED : OK, response);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("ETag", tag);
        headers.put("Vary", isPage ? "Accept-Encoding, Accept-Language, Cookie" : "Accept-Encoding");
        headers.put("Cache-Control", file.isLasting() ? "public, max-age=31536000, immutable" : "no-cache");
        if (isKnown) {
            callback.succeeded();
            return;
        }
        byte[] octets = file.octets(isZipped);
        headers.put("Content-Type", file.contentType());
        headers.put("Content-Length", octets.length);
        if (isZipped) {
            headers.put("Content-Encoding", GZIP);
        }
        response.write(true, ByteBuffer.wrap(octets), callback);
    }
}
