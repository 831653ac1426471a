// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

/**
 * How much is done at once.
 *
 * @param workers threads, each of which has at most one connection in use
 * @param silentWorkers how many of them may be busy with hops that have not answered yet
 * @param connectionsPerHop connections to the servers of one hop
 * @param firstConnections connections to a hop of which nothing is known yet
 * @param handOversAtOnce hand-overs at once to one processor of the mail server
 * @param mailboxesAtOnce mailboxes of this server that are written at once
 * @param chunksInMemory chunks that this node has taken and that wait for their turn
 */
public record WorkLimits(
        int workers,
        int silentWorkers,
        int connectionsPerHop,
        int firstConnections,
        int handOversAtOnce,
        int mailboxesAtOnce,
        int chunksInMemory) {
    public WorkLimits {
        if (workers < 2
                || silentWorkers < 1
                || silentWorkers >= workers
                || connectionsPerHop < 1
                || firstConnections < 1
                || handOversAtOnce < 1
                || mailboxesAtOnce < 1
                || mailboxesAtOnce >= workers
                || chunksInMemory < 1) {
            throw new IllegalArgumentException("a limit is too small: " + silentWorkers + " of " + workers);
        }
    }

    /**
     * Returns limits for so many workers. A quarter of them may wait for hops that do not answer. At least one is never
     * held by mailboxes of this server.
     */
    public static WorkLimits of(int workers, int connectionsPerHop, int mailboxesAtOnce) {
        int mailboxes = Math.min(mailboxesAtOnce, workers - 1);
        return new WorkLimits(workers, Math.max(1, workers / 4), connectionsPerHop, 5, 4, mailboxes, 2_000);
    }
}
