/**
 * Links classes on paper: reads what a class refers to and looks whether a class path has it, without loading any of it.
 *
 * <p>A plugin meets the server's classes at run time only; a method that James dropped shows when a message arrives. This
 * finds it in the build, also for a line of James of which only a part is published. Depends on ASM and the JDK.
 */
package org.mailgroups.plugin.linkage;
