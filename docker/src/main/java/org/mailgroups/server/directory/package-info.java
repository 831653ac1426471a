// SPDX-License-Identifier: Apache-2.0
/** The domains, users and aliases, in the tables of James. Domains and users that were found are remembered. */
package org.mailgroups.server.directory;
