// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One server as a process of its own, driven as a postmaster drives it: its script starts it, and a signal ends it.
 *
 * <p>It keeps its ports and its data folder over {@link #stop}, {@link #kill} and {@link #start}. Its output goes to a
 * file beside the data folder. A start that fails shows the end of that file. Not thread-safe.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final int SHOWN_LOG_LINES = 80;

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path data;
    private final Path log;
    private final Ports ports;
    private final Predicate<String> isReady;

    private Process process;
    private Thread pump;
    private Thread lastResort;

    /**
     * Describes a server that is not running yet.
     *
     * @param command the program and its arguments
     * @param environment variables beside those of this process
     * @param folder the folder of the log, and of the data below {@code data}
     * @param isReady tells whether a printed line says that the server is ready
     */
    public ServerProcess(
            List<String> command,
            Map<String, String> environment,
            Path folder,
            Ports ports,
            Predicate<String> isReady) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.data = folder.resolve("data");
        this.log = folder.resolve("server.log");
        this.ports = ports;
        this.isReady = isReady;
    }

    /** Starts the server and returns when it has said that it is ready. */
    public ServerProcess start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("It is running already");
        }
        try {
            Files.createDirectories(data);
            ServerKeys.lendTo(data);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.directory(data.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Process started = process;
        lastResort = new Thread(() -> endAtOnce(started));
        Runtime.getRuntime().addShutdownHook(lastResort);
        awaitReady(started);
        ServerKeys.keep(data);
        return this;
    }

    private void awaitReady(Process started) {
        CountDownLatch readyOrEnded = new CountDownLatch(1);
        boolean[] ready = new boolean[1];
        pump = new Thread(
                () -> {
                    try (BufferedReader lines =
                                    new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8));
                            BufferedWriter copy = Files.newBufferedWriter(log, UTF_8, CREATE, APPEND)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            copy.write(line);
                            copy.newLine();
                            copy.flush();
                            if (isReady.test(line)) {
                                ready[0] = true;
                                readyOrEnded.countDown();
                            }
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        readyOrEnded.countDown();
                    }
                },
                "server output");
        pump.setDaemon(true);
        pump.start();
        try {
            boolean inTime = readyOrEnded.await(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ready[0]) {
                endAtOnce(started);
                String what = inTime ? "ended before it was ready" : "was not ready within " + START_LIMIT;
                throw new AssertionError("The server " + what + ":\n" + endOfLog());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the server starts", e);
        }
    }

    /** Ends the server with SIGTERM, waits until it is gone, and returns how long that took. */
    public Duration stop() {
        return stop(STOP_LIMIT);
    }

    /** Ends the server with SIGTERM, which may take so long, and returns how long that took. */
    Duration stop(Duration limit) {
        long before = System.nanoTime();
        List<ProcessHandle> all = family(process);
        // Not Process.destroy: that would close the stream with the last words of the server.
        process.toHandle().destroy();
        awaitEnd(all, limit);
        return Duration.ofNanos(System.nanoTime() - before);
    }

    /** Ends the server with SIGKILL and waits until it is gone. */
    public void kill() {
        List<ProcessHandle> all = family(process);
        all.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(all, STOP_LIMIT);
    }

    private void awaitEnd(List<ProcessHandle> all, Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The server did not end within " + limit + ":\n" + endOfLog());
            }
            pump.join(limit.toMillis());
            List<ProcessHandle> left =
                    all.stream().filter(ProcessHandle::isAlive).toList();
            if (!left.isEmpty()) {
                throw new AssertionError("The server left processes behind: " + left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the server ends", e);
        } finally {
            endAtOnce(process);
            Runtime.getRuntime().removeShutdownHook(lastResort);
        }
    }

    private static void endAtOnce(Process started) {
        family(started).forEach(ProcessHandle::destroyForcibly);
    }

    private static List<ProcessHandle> family(Process started) {
        List<ProcessHandle> all = new ArrayList<>();
        started.descendants().forEach(all::add);
        all.add(started.toHandle());
        return all;
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public Ports ports() {
        return ports;
    }

    /** Returns the data folder. */
    public Path data() {
        return data;
    }

    /** Returns the file that James' log goes to. */
    public Path jamesLog() {
        return data.resolve("logs/james.log");
    }

    /** Returns the file with the output of all starts. */
    public Path log() {
        return log;
    }

    private String endOfLog() {
        return endOf(log) + "\n" + endOf(jamesLog());
    }

    private static String endOf(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, UTF_8);
            return file + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no " + file + ": " + e + ")";
        }
    }

    /** Kills the server if it is running. */
    @Override
    public void close() {
        if (isRunning()) {
            kill();
        }
    }
}
