/**
 * The fate of a message to groups, as pure functions: the decision about it, its expansion, and the cut into chunks.
 * Nothing here sends, stores or logs.
 *
 * <p>It depends on {@code group}, {@code moderation} and its own look-up ports only.
 */
package org.mailgroups.distribution;
