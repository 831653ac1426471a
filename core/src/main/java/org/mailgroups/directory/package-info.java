// SPDX-License-Identifier: Apache-2.0
/** The address book as programs keep a copy of it: its cards, their versions, and what has changed since one. */
package org.mailgroups.directory;
