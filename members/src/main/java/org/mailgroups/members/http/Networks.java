// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Networks, such as those of proxies. Immutable. */
public final class Networks {
    private static final int BITS_OF_IPV6_CLIENT = 64;

    private final List<Network> all;

    private Networks(List<Network> all) {
        this.all = List.copyOf(all);
    }

    private static final class Network {
        private final byte[] address;
        private final int bits;

        Network(byte[] address, int bits) {
            this.address = masked(address, bits);
            this.bits = bits;
        }

        boolean contains(InetAddress other) {
            byte[] octets = other.getAddress();
            return octets.length == address.length && Arrays.equals(masked(octets, bits), address);
        }
    }

    public static Networks none() {
        return new Networks(List.of());
    }

    /**
     * Reads addresses, and networks such as {@code 10.0.0.0/8}, with commas between them.
     *
     * @throws IllegalArgumentException naming the first that is neither
     */
    public static Networks parse(String text) {
        return new Networks(Stream.of(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(Networks::network)
                .toList());
    }

    private static Network network(String entry) {
        int slash = entry.indexOf('/');
        String host = slash < 0 ? entry : entry.substring(0, slash);
        if (!InetAddresses.isInetAddress(host)) {
            throw new IllegalArgumentException(entry + " is neither an IP address nor a network such as 10.0.0.0/8");
        }
        byte[] address = InetAddresses.forString(host).getAddress();
        int most = address.length * Byte.SIZE;
        int bits = slash < 0 ? most : bits(entry.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(entry + " is no network: behind the slash stands 0 to " + most);
        }
        return new Network(address, bits);
    }

    private static int bits(String text) {
        return !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(text)
                : -1;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public boolean contains(InetAddress address) {
        return all.stream().anyMatch(network -> network.contains(address));
    }

    /** Returns the network of a client for limits: the address, and of IPv6 its first half, as a household has it. */
    public static String ofClient(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        try {
            return InetAddress.getByAddress(masked(address.getAddress(), BITS_OF_IPV6_CLIENT))
                            .getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int bit = bits; bit < masked.length * Byte.SIZE; bit++) {
            masked[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return masked;
    }
}
