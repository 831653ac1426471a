// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** A file of the page, as it is sent. Nobody changes the octets. Thread-safe. */
public final class PageFile {
    private final String contentType;
    private final String hash;
    private final boolean isLasting;
    private final byte[] octets;
    private final byte[] zipped;

    /**
     * Makes a file.
     *
     * @param isLasting whether its path changes with its content, so that a browser may keep it for good
     */
    PageFile(String contentType, byte[] octets, boolean isLasting) {
        this.contentType = contentType;
        this.hash = Hash.of(octets);
        this.isLasting = isLasting;
        this.octets = octets.clone();
        this.zipped = zip(octets);
    }

    private static byte[] zip(byte[] octets) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    public String contentType() {
        return contentType;
    }

    /** Returns whether its path changes with its content, so that a browser may keep it for good. */
    public boolean isLasting() {
        return isLasting;
    }

    /** Returns its octets, as they are or in the form of gzip (RFC 1952). */
    public byte[] octets(boolean isZipped) {
        return (isZipped ? zipped : octets).clone();
    }

    /** Returns the strong entity tag of the octets. */
    public String tag(boolean isZipped) {
        return "\"" + hash + (isZipped ? "-gzip" : "") + "\"";
    }
}
