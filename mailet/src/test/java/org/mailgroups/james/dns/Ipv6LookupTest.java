// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;

class Ipv6LookupTest {
    /** Knows one host. */
    private static Ipv6Lookup lookup(int rcode) {
        Resolver resolver = (Resolver) Proxy.newProxyInstance(
                Resolver.class.getClassLoader(),
                new Class<?>[] {Resolver.class},
                (proxy, method, arguments) -> CompletableFuture.completedFuture(answer((Message) arguments[0], rcode)));
        return new Ipv6Lookup(new NameServers(() -> resolver));
    }

    private static Message answer(Message query, int rcode) throws Exception {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setRcode(rcode);
        answer.addRecord(question, Section.QUESTION);
        if (question.getName().toString().equals("far.example.")) {
            InetAddress address = InetAddress.getByName("2001:db8::1");
            answer.addRecord(new AAAARecord(question.getName(), DClass.IN, 60, address), Section.ANSWER);
        }
        return answer;
    }

    @Test
    void addressesShouldBeThoseOfTheDns() throws Exception {
        assertThat(lookup(Rcode.NOERROR).addresses("far.example"))
                .containsExactly(InetAddress.getByName("2001:db8::1"));
        assertThat(lookup(Rcode.NOERROR).addresses("near.example")).isEmpty();
    }

    @Test
    void addressesShouldBeNoneWhenTheDnsFailsOrTheNameIsNone() {
        assertThat(lookup(Rcode.SERVFAIL).addresses("far.example")).isEmpty();
        assertThat(lookup(Rcode.NOERROR).addresses("a..b")).isEmpty();
        assertThat(lookup(Rcode.NOERROR).addresses("x".repeat(300))).isEmpty();
    }
}
