// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import java.util.Locale;
import org.mailgroups.joining.JoinResult;

/**
 * What has become of the wish to join.
 *
 * @param result {@code joined}, {@code member}, {@code requested} or {@code waiting}
 */
public record JoinView(String result) {
    public static JoinView of(JoinResult result) {
        return new JoinView(result.name().toLowerCase(Locale.ROOT));
    }
}
