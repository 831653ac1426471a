// SPDX-License-Identifier: Apache-2.0
/** Backups, restores and take-overs as a postmaster calls them. */
package org.mailgroups.webadmin.backup;
