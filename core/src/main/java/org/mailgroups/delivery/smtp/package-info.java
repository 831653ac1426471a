// SPDX-License-Identifier: Apache-2.0
/**
 * A client that brings a message to one mail server (RFC 5321), with few round trips.
 *
 * <p>A {@link org.mailgroups.delivery.smtp.SmtpClient} opens connections. A
 * {@link org.mailgroups.delivery.smtp.SmtpConnection} carries one transaction after another, and says what became of
 * each recipient. It blocks the thread that uses it; any thread may cut it off. No thread is ever interrupted.
 *
 * <p>A flight is what is sent before an answer is awaited (RFC 2920): MAIL, all RCPT and DATA are one, the content is
 * another. So a transaction takes two round trips, whatever the number of recipients.
 *
 * <p>The server is not trusted. Whatever it sends has a bound in length and in time, and is made harmless before
 * somebody reads it. No address can put a command into the connection.
 */
package org.mailgroups.delivery.smtp;
