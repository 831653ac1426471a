// SPDX-License-Identifier: Apache-2.0
/** The HTTP server: connections and their limits, TLS, and a call from beginning to end. Only here is Jetty known. */
package org.mailgroups.members.http;
