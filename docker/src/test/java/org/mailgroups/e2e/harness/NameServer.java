// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
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
 * A DNS server on a free loopback port that knows some TXT records and no other name. A server under test asks it with
 * {@link #javaOptions}. Thread-safe.
 */
public final class NameServer implements AutoCloseable {
    private static final int MAX_QUERY_BYTES = 4096;
    private static final int SECONDS_TO_LIVE = 1;
    private static final int MAX_STRING_LENGTH = 255;

    private final DatagramSocket socket;
    private final Map<Name, String> texts = new ConcurrentHashMap<>();

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    public static NameServer start() {
        try {
            NameServer server =
                    new NameServer(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
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
        return "-Ddns.server=127.0.0.1:" + socket.getLocalPort();
    }

    /** Returns a resolver that asks this server, for a test that plays somebody else's server. */
    public Resolver resolver() {
        SimpleResolver resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
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
        String text = texts.get(question.getName());
        if (text == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        } else if (question.getType() == Type.TXT) {
            answer.addRecord(
                    new TXTRecord(
                            question.getName(),
                            DClass.IN,
                            SECONDS_TO_LIVE,
                            Splitter.fixedLength(MAX_STRING_LENGTH).splitToList(text)),
                    Section.ANSWER);
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
