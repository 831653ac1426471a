// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.List;

/**
 * A group that the mail server keeps by itself, as mappings from one source to many targets.
 *
 * @param source an address, or a pattern of the mail server's; as the server writes it
 * @param targets as the server writes them
 * @param mixed whether the source has mappings of another kind too, such as an alias
 */
public record MappedGroup(String source, List<String> targets, boolean mixed) {
    public MappedGroup {
        targets = List.copyOf(targets);
    }
}
