/**
 * End-to-end tests: the product as its users meet it.
 *
 * <p>Each test talks to the built distribution, which runs as a process of its own, through its ports only. A test
 * uses a {@link org.mailgroups.e2e.harness.SharedServer} with an {@link org.mailgroups.e2e.harness.Organisation} of
 * its own, unless it stops the server, changes its configuration, or needs all of its groups. Two JVMs run the test
 * classes at the same time.
 */
package org.mailgroups.e2e;
