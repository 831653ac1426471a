// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP addresses at which a process listens, as Linux knows them. */
public final class ListeningSockets {
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** Returns whether this system can tell. */
    public static boolean areKnown() {
        return Files.isReadable(Path.of("/proc/self/net/tcp"));
    }

    public static List<InetSocketAddress> of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            Set<String> own = new HashSet<>();
            try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
                for (Path descriptor : descriptors.toList()) {
                    own.add(targetOf(descriptor));
                }
            }
            List<InetSocketAddress> listening = new ArrayList<>();
            for (String table : List.of("net/tcp", "net/tcp6")) {
                List<String> lines = Files.readAllLines(process.resolve(table));
                for (String line : lines.subList(1, lines.size())) {
                    String[] columns = line.strip().split("\\s+", -1);
                    if (columns[3].equals(LISTEN) && own.contains("socket:[" + columns[9] + ']')) {
                        listening.add(address(columns[1]));
                    }
                }
            }
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String targetOf(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "closed meanwhile";
        }
    }

    private static InetSocketAddress address(String column) throws UnknownHostException {
        int colon = column.indexOf(':');
        byte[] address = HexFormat.of().parseHex(column.substring(0, colon));
        // The kernel prints groups of four octets as numbers of this little-endian machine.
        for (int i = 0; i < address.length; i += 4) {
            swap(address, i, i + 3);
            swap(address, i + 1, i + 2);
        }
        int port = Integer.parseInt(column.substring(colon + 1), 16);
        return new InetSocketAddress(InetAddress.getByAddress(address), port);
    }

    private static void swap(byte[] octets, int a, int b) {
        byte kept = octets[a];
        octets[a] = octets[b];
        octets[b] = kept;
    }
}
