// SPDX-License-Identifier: Apache-2.0
/** Principals, and what each of them may do. The table is {@link org.mailgroups.right.Act}. */
package org.mailgroups.right;
