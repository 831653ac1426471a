// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a contender needed for a row, over some runs.
 *
 * @param seconds of each run, from the first answer after a final dot to the last member's server
 * @param submission the median of the seconds that one submission took
 */
record Figure(Row row, String contender, List<Double> seconds, double submission) {
    double median() {
        return median(seconds);
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    String all() {
        return all(seconds);
    }

    static String all(List<Double> seconds) {
        return seconds.stream()
                .map(value -> String.format(Locale.ROOT, "%.2f", value))
                .collect(Collectors.joining(", "));
    }
}
