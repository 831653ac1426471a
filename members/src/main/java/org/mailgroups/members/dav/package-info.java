// SPDX-License-Identifier: Apache-2.0
/**
 * The address book for mail programs: CardDAV (RFC 6352), read-only. One class for each method and report, the
 * properties as a table. Nothing here knows the HTTP server.
 */
package org.mailgroups.members.dav;
