// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A network beside this machine, as the Internet is: hosts that are not ours, each with a mail server on port 25, and
 * hosts that swallow all packets. It is a network namespace of Linux with the addresses of RFC 5737, which no real host
 * has, so it needs root. All its mail servers are one {@link SmtpSink}. Thread-safe.
 */
public final class FarNetwork implements AutoCloseable {
    private static final String NAME = "far" + Fork.NUMBER;
    private static final String NEAR_END = NAME + "n";
    private static final String FAR_END = NAME + "f";

    /** 198.51.100.0/24 is halved, so that two forks do not get in each other's way. */
    private static final int FIRST = Fork.NUMBER % 2 * 128;

    private static final int SIZE_BITS = 25;
    private static final int NEAR = FIRST + 1;
    private static final int FAR = FIRST + 2;
    private static final int BLACK_HOLES = FIRST + 96;

    /** How many hosts have a mail server. */
    public static final int HOSTS = 90;

    private final ServerSocketChannel door;
    private final Path doorPath;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "far network");
        thread.setDaemon(true);
        return thread;
    });
    private final Process relay;

    private FarNetwork(ServerSocketChannel door, Path doorPath, Process relay) {
        this.door = door;
        this.doorPath = doorPath;
        this.relay = relay;
    }

    /** Returns whether this machine can have such a network. */
    public static boolean isPossible() {
        return System.getProperty("user.name").equals("root")
                && Stream.of("/sbin/ip", "/usr/sbin/ip").map(Path::of).anyMatch(Files::isExecutable)
                && succeeds("ip", "netns", "list");
    }

    /** Makes the network, in which this sink is every mail server. */
    public static FarNetwork with(SmtpSink sink) {
        succeeds("ip", "netns", "delete", NAME);
        run("ip", "netns", "add", NAME);
        run("ip", "link", "add", NEAR_END, "type", "veth", "peer", "name", FAR_END, "netns", NAME);
        run("ip", "address", "add", text(NEAR) + "/32", "dev", NEAR_END);
        run("ip", "link", "set", NEAR_END, "up");
        run("ip", "route", "add", text(FAR) + "/32", "dev", NEAR_END);
        run("ip", "route", "add", text(FIRST) + "/" + SIZE_BITS, "via", text(FAR));
        there("address", "add", text(FAR) + "/32", "dev", FAR_END);
        there("link", "set", FAR_END, "up");
        there("link", "set", "lo", "up");
        there("route", "add", text(NEAR) + "/32", "dev", FAR_END);
        for (int host = 0; host < HOSTS; host++) {
            there("address", "add", text(FAR + 1 + host) + "/32", "dev", "lo");
        }
        try {
            Path path = Files.createTempDirectory("far").resolve("door");
            ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            door.bind(UnixDomainSocketAddress.of(path));
            Process relay = new ProcessBuilder(
                            "ip",
                            "netns",
                            "exec",
                            NAME,
                            "java",
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FarRelay.class.getName(),
                            path.toString())
                    .inheritIO()
                    .start();
            FarNetwork network = new FarNetwork(door, path, relay);
            Runtime.getRuntime().addShutdownHook(new Thread(relay::destroyForcibly, "end of the far network"));
            network.threads.execute(() -> network.serve(sink));
            Awaitility.await("the far network").until(() -> answers(network.host(0)));
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the address of one of {@link #HOSTS} hosts with a mail server. */
    public InetAddress host(int number) {
        if (number < 0 || number >= HOSTS) {
            throw new IllegalArgumentException("no host " + number);
        }
        return address(FAR + 1 + number);
    }

    /** Returns the address of a host that answers nothing, not even that it is not there. */
    public InetAddress blackHole() {
        return address(BLACK_HOLES);
    }

    private void serve(SmtpSink sink) {
        try {
            while (true) {
                SocketChannel client = door.accept();
                threads.execute(() -> serve(sink, client));
            }
        } catch (AsynchronousCloseException e) {
            threads.shutdown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(SmtpSink sink, SocketChannel client) {
        try (client) {
            sink.serve(Channels.newInputStream(client), Channels.newOutputStream(client));
        } catch (IOException e) {
            // The client has gone away, as clients do.
            return;
        }
    }

    private static boolean answers(InetAddress host) {
        try (SocketChannel channel = SocketChannel.open(new java.net.InetSocketAddress(host, FarRelay.SMTP))) {
            return channel.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 198, 51, 100, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(int last) {
        return address(last).getHostAddress();
    }

    private static void there(String... arguments) {
        run(Stream.concat(Stream.of("ip", "-netns", NAME), Stream.of(arguments)).toArray(String[]::new));
    }

    private static void run(String... command) {
        if (!succeeds(command)) {
            throw new IllegalStateException("failed: " + List.of(command));
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            Files.deleteIfExists(doorPath);
            relay.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            run("ip", "netns", "delete", NAME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
