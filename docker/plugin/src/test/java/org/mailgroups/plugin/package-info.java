/** Checks of the finished plugin jars: what is in them, and whether they link against James. They need {@code verify}. */
package org.mailgroups.plugin;
