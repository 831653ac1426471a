/**
 * The server that {@code ./start} runs: Apache James assembled from its own Guice modules and a few of ours, everything persistent
 * under one folder.
 *
 * <p>Knows James and nothing of the plugin: groups come in as any other extension does, through {@code extensions-jars} and the files in
 * {@code conf}.
 */
package org.mailgroups.server;
