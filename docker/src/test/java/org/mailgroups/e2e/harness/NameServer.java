// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A DNS server on a free loopback port that knows the records it is told, and no other name. A server under test asks
 * it with {@link #javaOptions}. Thread-safe.
 */
public final class NameServer implements AutoCloseable {
    private static final int DNS = 53;
    private static final int MAX_QUERY_BYTES = 4096;
    private static final int SECONDS_TO_LIVE = 1;
    private static final int MAX_STRING_LENGTH = 255;

    private final DatagramSocket socket;
    private final Map<Name, String> texts = new ConcurrentHashMap<>();
    private final Map<Name, InetAddress> addresses = new ConcurrentHashMap<>();
    private final Map<Name, List<String>> mailServers = new ConcurrentHashMap<>();

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    public static NameServer start() {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Starts one that James' own look-ups ask as well. They ask port 53 alone, so it needs root. */
    public static NameServer startForAll() {
        return start(new InetSocketAddress("127.0.53." + Fork.NUMBER, DNS));
    }

    private static NameServer start(InetSocketAddress at) {
        try {
            NameServer server = new NameServer(new DatagramSocket(at));
            Thread thread = new Thread(server::serve, "name server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a name a TXT record. */
    public NameServer text(String name, String text) {
        texts.put(name(name), text);
        return this;
    }

    /** Gives a name an address. */
    public NameServer address(String name, InetAddress address) {
        addresses.put(name(name), address);
        return this;
    }

    /** Gives a domain its mail servers, those to be preferred first. */
    public NameServer mailServers(String domain, String... hosts) {
        mailServers.put(name(domain), List.of(hosts));
        return this;
    }

    /** Returns the TXT record of a name. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(texts.get(name(name)));
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text + " is no name", e);
        }
    }

    /** Returns the options of a JVM in which dnsjava, James' resolver, asks this server. */
    public String javaOptions() {
        return "-Ddns.server=" + socket.getLocalAddress().getHostAddress() + ':' + socket.getLocalPort();
    }

    /** Returns a resolver that asks this server, for a test that plays somebody else's server. */
    public Resolver resolver() {
        SimpleResolver resolver = new SimpleResolver(socket.getLocalAddress());
        resolver.setPort(socket.getLocalPort());
        return resolver;
    }

    private void serve() {
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(new byte[MAX_QUERY_BYTES], MAX_QUERY_BYTES);
            try {
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(question, Section.QUESTION);
        Name name = question.getName();
        if (!texts.containsKey(name) && !addresses.containsKey(name) && !mailServers.containsKey(name)) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        records(name, question.getType()).forEach(record -> answer.addRecord(record, Section.ANSWER));
        return answer;
    }

    private List<Record> records(Name name, int type) {
        List<Record> records = new ArrayList<>();
        if (type == Type.TXT && texts.containsKey(name)) {
            List<String> parts = Splitter.fixedLength(MAX_STRING_LENGTH).splitToList(texts.get(name));
            records.add(new TXTRecord(name, DClass.IN, SECONDS_TO_LIVE, parts));
        } else if (type == Type.A && addresses.containsKey(name)) {
            records.add(new ARecord(name, DClass.IN, SECONDS_TO_LIVE, addresses.get(name)));
        } else if (type == Type.MX) {
            for (String host : mailServers.getOrDefault(name, List.of())) {
                int preference = 10 * (records.size() + 1);
                records.add(new MXRecord(name, DClass.IN, SECONDS_TO_LIVE, preference, name(host)));
            }
        }
        return records;
    }

    @Override
    public void close() {
        socket.close();
    }
}
