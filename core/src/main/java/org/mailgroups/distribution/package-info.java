/**
 * What becomes of a message to groups, as pure functions: expansion, the decision whether it stands, and the cut into chunks. Nothing here
 * sends, stores or logs.
 *
 * <p>Depends on {@code group} and on its own look-up ports only.
 */
package org.mailgroups.distribution;
