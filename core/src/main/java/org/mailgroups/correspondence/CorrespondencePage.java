// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.correspondence;

import java.util.List;
import java.util.Optional;

/**
 * Some of a user's messages with somebody.
 *
 * @param next after which to go on; empty if these are the last
 */
public record CorrespondencePage(List<CorrespondenceMessage> messages, Optional<String> next) {
    public CorrespondencePage {
        messages = List.copyOf(messages);
    }
}
