// SPDX-License-Identifier: Apache-2.0
/** What a principal may do to a group. */
package org.mailgroups.group.right;
