/**
 * The server that {@code ./start} runs: Apache James, assembled from its own Guice modules and a few of ours, with all
 * data in one folder.
 *
 * <p>The server knows nothing of the plugin. Groups come in like any other extension of James, through
 * {@code extensions-jars} and the files in {@code conf}.
 */
package org.mailgroups.server;
