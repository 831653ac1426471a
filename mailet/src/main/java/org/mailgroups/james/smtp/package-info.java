// SPDX-License-Identifier: Apache-2.0
/** The answers to a client: the table of SMTP replies, and whether a message to a group could be expanded now. */
package org.mailgroups.james.smtp;
