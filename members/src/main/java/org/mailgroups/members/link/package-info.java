// SPDX-License-Identifier: Apache-2.0
/** The links of notices and copies: what each purpose shows, and what it does. */
package org.mailgroups.members.link;
