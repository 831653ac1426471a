// SPDX-License-Identifier: Apache-2.0
/** The HTTP server: connections and their limits, TLS, and a call from its first to its last octet. Jetty is in here. */
package org.mailgroups.members.http;
