// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mailgroups.dmarc.TxtLookup;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Asks name servers for texts. Thread-safe. */
public final class DnsTxtLookup implements TxtLookup {
    private final NameServers nameServers;

    public DnsTxtLookup(NameServers nameServers) {
        this.nameServers = nameServers;
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
        return nameServers.answer(name, Type.TXT);
    }
}
