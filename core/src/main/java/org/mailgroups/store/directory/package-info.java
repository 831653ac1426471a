// SPDX-License-Identifier: Apache-2.0
/** The log of what address books show, in the database. */
package org.mailgroups.store.directory;
