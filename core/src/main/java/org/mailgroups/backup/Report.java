// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what a long task does, and keeps the first things that it rejects. Thread-safe. */
public final class Report {
    /** How many rejections are kept. */
    public static final int MAX_REJECTIONS = 1000;

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final List<Rejection> rejections = new ArrayList<>();
    private long rejected;
    private String failure = "";

    /** Names what is counted. */
    public enum Count {
        /** Groups that were not there. */
        ADDED,
        /** Groups that were there and have changed. */
        REPLACED,
        /** Groups that were there and are as they should be. */
        UNCHANGED,
        /** Groups that were there and were left alone. */
        SKIPPED,
        /** Members put in or changed. */
        MEMBERS_RESTORED,
        /** Members of replaced groups that are not in the backup. */
        MEMBERS_REMOVED,
        /** Profiles put in or changed. */
        PROFILES
    }

    /**
     * A group, or the user of a profile, that was not taken over.
     *
     * @param address as it was found; it need not be an address
     * @param reason for the person who reads the report
     */
    public record Rejection(String address, String reason) {}

    synchronized void add(Count count, long more) {
        counts.merge(count, more, Long::sum);
    }

    void add(Count count) {
        add(count, 1);
    }

    synchronized void reject(String address, String reason) {
        rejected++;
        if (rejections.size() < MAX_REJECTIONS) {
            rejections.add(new Rejection(address, reason));
        }
    }

    /** Tells why the task fails, in words for the person who asked for it. */
    public synchronized void failed(String reason) {
        failure = reason;
    }

    /** Returns why the task failed; empty if it has not. */
    public synchronized Optional<String> failure() {
        return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
    }

    public synchronized long of(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    public synchronized long rejected() {
        return rejected;
    }

    /** Returns the first {@value #MAX_REJECTIONS} rejections. */
    public synchronized List<Rejection> rejections() {
        return List.copyOf(rejections);
    }
}
