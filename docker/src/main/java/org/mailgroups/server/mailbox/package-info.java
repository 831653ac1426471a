// SPDX-License-Identifier: Apache-2.0
/** The mailboxes: James' own on OpenJPA, with fewer statements for each new message. The tables are James'. */
package org.mailgroups.server.mailbox;
