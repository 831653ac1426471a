// SPDX-License-Identifier: Apache-2.0
/** The domains, users and aliases, in the tables of James. The server remembers which domains and users it has found. */
package org.mailgroups.server.directory;
