// SPDX-License-Identifier: Apache-2.0
/** Deletions of so much that they are tasks. Every subject may use it. */
package org.mailgroups.webadmin.task;
