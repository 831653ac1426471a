// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

/**
 * How a call came: what log-in and sessions need to know.
 *
 * @param network the network of the client, for limits
 * @param isSecure whether it came over TLS, to us or to a proxy of ours
 * @param session the value of the session's cookie; empty if there is none
 * @param isFromOwnPage whether a browser says that our own page asks, and no other
 */
public record Visit(String network, boolean isSecure, String session, boolean isFromOwnPage) {}
