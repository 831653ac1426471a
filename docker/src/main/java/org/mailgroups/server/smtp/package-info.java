// SPDX-License-Identifier: Apache-2.0
/**
 * The SMTP door of our server: lines and forms that are not taken, limits for each client, our own name, the
 * postmaster's address.
 */
package org.mailgroups.server.smtp;
