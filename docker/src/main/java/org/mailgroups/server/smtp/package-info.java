// SPDX-License-Identifier: Apache-2.0
/**
 * The SMTP door of our server: lines that are not taken, limits for each client, log-ins, the address that a sender may
 * use.
 */
package org.mailgroups.server.smtp;
