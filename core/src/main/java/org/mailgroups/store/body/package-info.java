// SPDX-License-Identifier: Apache-2.0
/** The bodies of postings, in files or in the database. A transaction writes at most 1,000 rows. */
package org.mailgroups.store.body;
