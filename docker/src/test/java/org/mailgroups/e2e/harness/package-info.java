/**
 * What the end-to-end tests and the benchmark need to drive a server from outside: a process, clients for its four ports, and the rest of
 * the world's mail servers.
 *
 * <p>Everything but {@link org.mailgroups.e2e.harness.Mailbox} and {@link org.mailgroups.e2e.harness.Webadmin} is plain JDK, so that a
 * measurement measures the server. Nothing here may use a class of the product: the tests know only what a user can see.
 */
package org.mailgroups.e2e.harness;
