// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.sevenbit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;

/** What is done with an entity, so that it has no octets above 127. */
enum Coding {
    /** It stays as it is, with its header. */
    NONE(""),
    /** Its label alone is another one: its parts are changed. */
    LABEL("7bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    private final String label;

    Coding(String label) {
        this.label = label;
    }

    /** Returns the Content-Transfer-Encoding that it has then. */
    String label() {
        return label;
    }

    /** Returns a stream that encodes what it gets. To close it writes the rest and leaves the other stream open. */
    OutputStream over(OutputStream out) {
        OutputStream open = new FilterOutputStream(out) {
            @Override
            public void write(byte[] octets, int from, int length) throws IOException {
                out.write(octets, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
        return switch (this) {
            case QUOTED_PRINTABLE -> new QuotedPrintable(open);
            case BASE64 -> Base64.getMimeEncoder().wrap(open);
            default -> open;
        };
    }
}
