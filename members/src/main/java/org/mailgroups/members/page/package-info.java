// SPDX-License-Identifier: Apache-2.0
/** The page for people: its files, and its texts in several languages. */
package org.mailgroups.members.page;
