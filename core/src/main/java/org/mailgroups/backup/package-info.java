// SPDX-License-Identifier: Apache-2.0
/** Backup and restore of groups and profiles, and groups of James taken over. */
package org.mailgroups.backup;
