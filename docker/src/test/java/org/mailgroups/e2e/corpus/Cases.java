// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;

/** The files of the corpus. */
final class Cases {
    private Cases() {}

    /** Returns the octets of a file. */
    static byte[] file(String name) {
        try (InputStream in = Cases.class.getResourceAsStream("/cases/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Returns the lines of a file. */
    static List<String> lines(String name, Charset charset) {
        return new String(file(name), charset).lines().toList();
    }
}
