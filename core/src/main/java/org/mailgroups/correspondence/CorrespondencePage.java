// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.correspondence;

import java.util.List;
import java.util.Optional;

/**
 * A part of a user's messages with a contact.
 *
 * @param next the key of the next page; empty if there is none
 */
public record CorrespondencePage(List<CorrespondenceMessage> messages, Optional<String> next) {
    public CorrespondencePage {
        messages = List.copyOf(messages);
    }
}
