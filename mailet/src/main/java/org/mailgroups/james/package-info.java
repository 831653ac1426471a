// SPDX-License-Identifier: Apache-2.0
/**
 * The names that James' configuration files hold, and the wiring: the RCPT handler, the mailet, the matcher, the
 * health checks, the Guice module. Nothing in the packages below knows this one.
 *
 * <p>Below it is a package for each role. These packages alone see {@code org.apache.james} and {@code javax.mail}.
 */
package org.mailgroups.james;
