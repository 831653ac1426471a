// SPDX-License-Identifier: Apache-2.0
/** What strangers and odd clients can do at the server's ports, and to its logs. */
package org.mailgroups.e2e.door;
