/** Checks of the finished plugin jars in {@code verify}: their content, and whether they link against James. */
package org.mailgroups.plugin;
