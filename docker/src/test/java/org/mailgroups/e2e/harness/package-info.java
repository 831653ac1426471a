/**
 * The means to drive a server from outside, for the end-to-end tests and the benchmark.
 *
 * <ul>
 *   <li>{@link org.mailgroups.e2e.harness.Distribution} makes a
 *       {@link org.mailgroups.e2e.harness.ServerProcess}; {@link org.mailgroups.e2e.harness.SharedServer} has two that
 *       run already.
 *   <li>{@link org.mailgroups.e2e.harness.Organisation} is a domain on a server, with users and groups. It hands out
 *       the clients: {@link org.mailgroups.e2e.harness.SmtpClient}, {@link org.mailgroups.e2e.harness.Mailbox} and
 *       {@link org.mailgroups.e2e.harness.Webadmin}.
 *   <li>{@link org.mailgroups.e2e.harness.OutsideWorld} (with mailboxes) and
 *       {@link org.mailgroups.e2e.harness.SmtpSink} (which counts) take the mail for everybody else.
 * </ul>
 *
 * <p>The sink and the SMTP client use the JDK only, so that a measurement measures the server. Nothing here may use a
 * class of the product: the tests know only what a user can see.
 */
package org.mailgroups.e2e.harness;
