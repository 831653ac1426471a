// SPDX-License-Identifier: Apache-2.0
/** The domains and users of James' own tables, of which the server remembers what it has found. */
package org.mailgroups.server.directory;
