// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import org.mailgroups.bounce.Bounces;

/**
 * A member's failures, as JSON.
 *
 * @param count on how many days a copy failed
 * @param firstAt ISO 8601 in UTC
 * @param lastStatus as in RFC 3463; empty if there is none
 * @param lastReply the words of the server; empty if there are none
 */
public record BounceView(
        String member,
        int count,
        String firstAt,
        String lastAt,
        String lastStatus,
        String lastReply,
        boolean suspended) {
    public static BounceView of(Bounces bounces) {
        return new BounceView(
                bounces.member().toString(),
                bounces.count(),
                bounces.firstAt().toString(),
                bounces.lastAt().toString(),
                bounces.lastStatus(),
                bounces.lastReply(),
                bounces.suspended());
    }
}
