// SPDX-License-Identifier: Apache-2.0
/** What a client is told: the table of SMTP replies, and whether a message to a group could be expanded now. */
package org.mailgroups.james.smtp;
