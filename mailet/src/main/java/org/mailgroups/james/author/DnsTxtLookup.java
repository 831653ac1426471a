// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.mailgroups.dmarc.TxtLookup;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Asks James' name servers. An answer that does not come within some seconds does not come. Thread-safe. */
public final class DnsTxtLookup implements TxtLookup {
    private static final long SECONDS = 3;

    private final Supplier<Resolver> resolver;

    public DnsTxtLookup(Supplier<Resolver> resolver) {
        this.resolver = resolver;
    }

    /** Returns the look-up by the name servers of James. */
    public static DnsTxtLookup ofJames() {
        return new DnsTxtLookup(DnsTxtLookup::resolver);
    }

    /**
     * Returns the resolver of {@code dnsservice.xml}, or of the JVM option {@code -Ddns.server=host:port}. To be asked
     * for late: James configures its DNS after our singletons were built.
     */
    static Resolver resolver() {
        return System.getProperty("dns.server") == null ? Lookup.getDefaultResolver() : new ExtendedResolver();
    }

    @Override
    public List<String> records(String name) throws IOException {
        return answer(name).getSection(Section.ANSWER).stream()
                .filter(TXTRecord.class::isInstance)
                .map(TXTRecord.class::cast)
                .map(DnsTxtLookup::text)
                .toList();
    }

    @Override
    public boolean exists(String name) throws IOException {
        return answer(name).getRcode() != Rcode.NXDOMAIN;
    }

    private static String text(TXTRecord record) {
        StringBuilder text = new StringBuilder();
        for (byte[] part : record.getStringsAsByteArrays()) {
            text.append(new String(part, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private Message answer(String name) throws IOException {
        Message question = Message.newQuery(Record.newRecord(Name.fromString(name + '.'), Type.TXT, DClass.IN));
        try {
            Message answer =
                    resolver.get().sendAsync(question).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
                throw new IOException("the DNS answers " + Rcode.string(answer.getRcode()));
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the DNS was asked", e);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // The library throws the last kind if it is used for the first time while the server stops.
            throw new IOException("the DNS does not answer", e);
        }
    }
}
