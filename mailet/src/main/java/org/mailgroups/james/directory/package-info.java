// SPDX-License-Identifier: Apache-2.0
/** James' addresses, domains, users, aliases and mappings, as ports of the core need them. */
package org.mailgroups.james.directory;
