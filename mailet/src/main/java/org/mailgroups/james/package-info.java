/**
 * The adapters to Apache James: mailet, RCPT handler, headers, James' users and mappings, Guice module, health checks. The only package that sees
 * {@code org.apache.james} and {@code javax.mail}.
 */
package org.mailgroups.james;
