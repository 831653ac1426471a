// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.mailgroups.distribution.ExplainService.Explanation;

/**
 * A forecast of what would happen to a message, as JSON.
 *
 * @param recipientCount null, and absent, if it is not known
 * @param unreachableCount absent if it is 0
 * @param excludedCount absent if it is 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExplanationView(
        String decision,
        String reason,
        Integer recipientCount,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int unreachableCount,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int excludedCount) {
    static ExplanationView of(Explanation explanation) {
        return new ExplanationView(
                explanation.fate().name().toLowerCase(Locale.ROOT),
                explanation.reason(),
                explanation.recipients(),
                explanation.unreachable(),
                explanation.excluded());
    }
}
