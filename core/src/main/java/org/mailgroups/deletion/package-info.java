// SPDX-License-Identifier: Apache-2.0
/** Deletions of so much that they take long, and members that belong to no group. */
package org.mailgroups.deletion;
