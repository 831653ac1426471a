// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Numbers that follow each other. Derby reads all rows of a posting to look for a list of numbers, but goes straight to
 * a run of them. Most numbers that are looked for together follow each other.
 */
record Run(int first, int last) {
    /** Returns the runs of which numbers consist. */
    static List<Run> of(Collection<Integer> numbers) {
        List<Run> runs = new ArrayList<>();
        for (int number : numbers.stream().sorted().distinct().toList()) {
            int before = runs.size() - 1;
            if (before >= 0 && runs.get(before).last == number - 1) {
                runs.set(before, new Run(runs.get(before).first, number));
            } else {
                runs.add(new Run(number, number));
            }
        }
        return runs;
    }
}
