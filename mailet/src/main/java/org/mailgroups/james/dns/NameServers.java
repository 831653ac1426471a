// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.dns;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;

/** The name servers that James asks. An answer that does not come within some seconds does not come. Thread-safe. */
public final class NameServers {
    private static final long SECONDS = 3;

    private final Supplier<Resolver> resolver;

    public NameServers(Supplier<Resolver> resolver) {
        this.resolver = resolver;
    }

    /** Returns those of James. */
    public static NameServers ofJames() {
        return new NameServers(NameServers::resolver);
    }

    /**
     * Returns the resolver of {@code dnsservice.xml}, or of the JVM option {@code -Ddns.server=host:port}. To be asked
     * for late: James configures its DNS after our singletons were built.
     */
    public static Resolver resolver() {
        return System.getProperty("dns.server") == null ? Lookup.getDefaultResolver() : new ExtendedResolver();
    }

    /**
     * Returns the answer to a question, also that there is no such name.
     *
     * @param name without a dot at its end
     * @param type as {@link org.xbill.DNS.Type} has it
     * @throws IOException if the DNS does not answer, or cannot
     */
    Message answer(String name, int type) throws IOException {
        Message question = Message.newQuery(Record.newRecord(Name.fromString(name + '.'), type, DClass.IN));
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
