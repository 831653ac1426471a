// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.dmarc;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A walk from a domain up the tree of the DNS, which finds the domain's policy and the organisation that it belongs to
 * (RFC 9989 4.10). It asks for records at most {@value #MAX_QUERIES} times. There is no list of public suffixes.
 */
final class DmarcWalk {
    static final int MAX_QUERIES = 8;

    private static final int MAX_LABELS = MAX_QUERIES - 1;

    private DmarcWalk() {}

    /** Tells before each question whether there is still time for it. */
    interface TimeLimit {
        /** @throws IOException if there is none */
        void check() throws IOException;
    }

    /**
     * Walks.
     *
     * @param domain in lower case, in A-labels
     * @throws IOException if the DNS does not answer, or not in time
     */
    static DmarcFinding from(String domain, TxtLookup dns, TimeLimit limit) throws IOException {
        Map<String, DmarcRecord> records = new LinkedHashMap<>();
        String name = domain;
        while (!name.isEmpty()) {
            limit.check();
            Optional<DmarcRecord> record = record(name, dns);
            if (record.isPresent()) {
                records.put(name, record.get());
                if (record.get().psd().isPresent()) {
                    break;
                }
            }
            name = above(name);
        }
        limit.check();
        return finding(domain, records, dns);
    }

    /** Returns the only record of a name; of several, none counts. */
    private static Optional<DmarcRecord> record(String name, TxtLookup dns) throws IOException {
        List<DmarcRecord> records = dns.records("_dmarc." + name).stream()
                .flatMap(text -> DmarcRecord.parse(text).stream())
                .limit(2)
                .toList();
        return records.size() == 1 ? Optional.of(records.get(0)) : Optional.empty();
    }

    /** Returns the next name: one label less, or so many less that seven are left. Empty above the top. */
    private static String above(String name) {
        String[] labels = name.split("\\.", -1);
        int left = Math.min(labels.length - 1, MAX_LABELS);
        return String.join(".", List.of(labels).subList(labels.length - left, labels.length));
    }

    private static DmarcFinding finding(String domain, Map<String, DmarcRecord> records, TxtLookup dns)
            throws IOException {
        String organisation = organisation(domain, records);
        DmarcRecord own = records.get(domain);
        if (own != null) {
            return new DmarcFinding(domain, own.own(), own.isStrict(), organisation);
        }
        DmarcRecord above = records.containsKey(organisation) ? records.get(organisation) : last(records);
        if (above == null) {
            return new DmarcFinding(domain, DmarcPolicy.NONE, false, organisation);
        }
        boolean isOneForAll = above.subdomains() == above.missing();
        DmarcPolicy policy = isOneForAll || dns.exists(domain) ? above.subdomains() : above.missing();
        return new DmarcFinding(domain, policy, above.isStrict(), organisation);
    }

    private static DmarcRecord last(Map<String, DmarcRecord> records) {
        return records.values().stream().reduce((first, second) -> second).orElse(null);
    }

    /**
     * Returns the domain of the organisation (RFC 9989 4.10.2). Records are there from the longest name on. Where the
     * walk began, a suffix is an organisation: it is the domain itself that has mail.
     */
    private static String organisation(String domain, Map<String, DmarcRecord> records) {
        String shortest = domain;
        for (Map.Entry<String, DmarcRecord> entry : records.entrySet()) {
            boolean isSuffix = entry.getValue().psd().orElse(false);
            if (isSuffix && !entry.getKey().equals(domain)) {
                return below(entry.getKey(), domain);
            }
            shortest = entry.getKey();
        }
        return shortest;
    }

    /** Returns the name one label below a suffix on the way to a domain. */
    private static String below(String suffix, String domain) {
        String rest = domain.substring(0, domain.length() - suffix.length() - 1);
        return rest.substring(rest.lastIndexOf('.') + 1) + '.' + suffix;
    }
}
