// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page of figures in the docs, in which each benchmark that writes has a place of its own.
 *
 * @param docs the folder of the page
 */
record FiguresPage(Path docs) {
    /** Returns the page of this checkout, as seen from the folder in which benchmarks run. */
    static FiguresPage ofThisCheckout() {
        return new FiguresPage(Path.of("..", "docs"));
    }

    /** Writes the text between the two marks of the benchmark. */
    void write(String benchmark, String text) throws IOException {
        Path page = docs.resolve("performance.md");
        String old = Files.readString(page);
        String begin = mark(benchmark, "begin");
        int from = old.indexOf(begin);
        int to = old.indexOf(mark(benchmark, "end"));
        if (from < 0 || to < from) {
            throw new IOException(page + " has no place for " + benchmark);
        }
        Files.writeString(page, old.substring(0, from) + begin + text + old.substring(to));
    }

    private static String mark(String benchmark, String edge) {
        return "<!-- written by docker/src/bench/run.sh, " + benchmark + ": " + edge + " -->\n";
    }
}
