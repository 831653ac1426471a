// SPDX-License-Identifier: Apache-2.0
/** The server's webadmin: what its log says of calls, and which methods it takes. */
package org.mailgroups.server.webadmin;
