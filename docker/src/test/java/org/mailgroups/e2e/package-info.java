/**
 * The product as its users meet it: every test talks to the built distribution, running as a process of its own, through its ports only.
 */
package org.mailgroups.e2e;
