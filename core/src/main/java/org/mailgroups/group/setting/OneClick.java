// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import java.util.Optional;

/** The port that knows whether groups can offer their members to leave with one click (RFC 8058). Thread-safe. */
@FunctionalInterface
public interface OneClick {
    /** Returns why groups of a domain cannot, in words for whoever sets it; empty if they can. */
    Optional<String> obstacle(String domain);
}
