// SPDX-License-Identifier: Apache-2.0
/** The domains, users and aliases, in the tables of James. What was found is remembered. */
package org.mailgroups.server.directory;
