/**
 * Links classes on paper: reads the references of a class and looks them up in a class path, without loading any class.
 *
 * <p>A plugin meets the server's classes at run time only. A method that James dropped would show when a message
 * arrives. This finds it in the build, also for a James of which only a part is published. It depends on ASM and the
 * JDK.
 */
package org.mailgroups.plugin.linkage;
