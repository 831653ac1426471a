// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import com.google.common.base.Splitter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.impl.DNSPublicKeyRecordRetriever;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.exceptions.NoneException;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.apache.james.jspf.impl.DNSServiceXBillImpl;
import org.apache.james.jspf.impl.SPF;
import org.xbill.DNS.Resolver;

/**
 * What a member's server thinks of a message: SPF (RFC 7208), DKIM (RFC 6376) and whether one of them is aligned with
 * the domain in From (RFC 9989). It shares no code with the server under test: SPF and DKIM are James' libraries, and
 * the walk through the DNS is written again here, word by word from the RFC.
 *
 * @param domain the domain in From
 * @param policy what is asked for its mail without proof: {@code reject}, {@code quarantine} or {@code none}
 * @param spf the domain of the envelope sender, if its SPF record allows the client and it is aligned
 * @param dkim the aligned domains whose signatures verify
 * @param signers all domains whose signatures verify
 */
public record Alignment(String domain, String policy, Optional<String> spf, List<String> dkim, List<String> signers) {
    /** The sink and all its clients are on this machine. */
    private static final String CLIENT = "127.0.0.1";

    private static final Splitter TAGS = Splitter.on(';').trimResults().omitEmptyStrings();
    private static final int LABELS_AFTER_SHORTCUT = 7;

    public Alignment {
        dkim = List.copyOf(dkim);
        signers = List.copyOf(signers);
    }

    /** Evaluates what came, by the records of the test's name server. */
    public static Alignment of(SmtpSink.Delivery delivery, NameServer names) {
        Resolver resolver = names.resolver();
        String domain = domainOf(delivery.received().first("From").orElseThrow());
        String sender = delivery.sender();
        Walk author = new Walk(domain, names);
        List<String> signers = signers(delivery.received(), resolver);
        boolean isPassed = new SPF(new Records(resolver))
                .checkSPF(CLIENT, sender, "group.test")
                .getResult()
                .equals("pass");
        return new Alignment(
                domain,
                author.policy(),
                Optional.of(domainOf(sender)).filter(of -> isPassed && author.isAligned("aspf", of)),
                signers.stream().filter(of -> author.isAligned("adkim", of)).toList(),
                signers);
    }

    /** Returns whether the message passes DMARC. */
    public boolean isPassed() {
        return spf.isPresent() || !dkim.isEmpty();
    }

    /** Returns what becomes of the message: {@code pass}, or what the owner of the domain in From asks for. */
    public String outcome() {
        return isPassed() ? "pass" : policy;
    }

    /**
     * The look-up for SPF. The library's own asks the name servers of this machine, whatever it is told, and begins
     * with the type SPF, which RFC 7208 3.1 has ended: the policy stands in TXT.
     */
    private static final class Records extends DNSServiceXBillImpl {
        Records(Resolver resolver) {
            super(resolver);
        }

        @Override
        public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
            try {
                int type = request.getRecordType() == DNSRequest.SPF ? DNSRequest.TXT : request.getRecordType();
                return CompletableFuture.completedFuture(getRecords(new DNSRequest(request.getHostname(), type)));
            } catch (TimeoutException | NoneException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    private static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1)
                .replaceAll("[>\\s].*$", "")
                .toLowerCase(Locale.ROOT);
    }

    private static List<String> signers(Received message, Resolver resolver) {
        try {
            return Optional.ofNullable(new DKIMVerifier(new DNSPublicKeyRecordRetriever(resolver))
                            .verify(new ByteArrayInputStream(message.octets())))
                    .stream()
                    .flatMap(Collection::stream)
                    .map(signature -> signature.getDToken().toString().toLowerCase(Locale.ROOT))
                    .toList();
        } catch (FailException e) {
            // None of them verifies.
            return List.of();
        } catch (IOException e) {
            throw new AssertionError("A message in memory can be read", e);
        }
    }

    /** The walk up the tree of the DNS from a domain (RFC 9989 4.10). */
    private static final class Walk {
        private final String start;
        private final NameServer names;
        private final List<String> targets = new ArrayList<>();
        private final Map<String, Map<String, String>> records = new HashMap<>();

        Walk(String start, NameServer names) {
            this.start = start;
            this.names = names;
            String target = start;
            while (!target.isEmpty()) {
                targets.add(target);
                Map<String, String> record = record(target);
                if (!record.isEmpty()) {
                    records.put(target, record);
                }
                if (record.getOrDefault("psd", "u").matches("[yn]")) {
                    return;
                }
                target = next(target);
            }
        }

        private static String next(String target) {
            List<String> labels = List.of(target.split("\\."));
            int kept = Math.min(labels.size() - 1, LABELS_AFTER_SHORTCUT);
            return String.join(".", labels.subList(labels.size() - kept, labels.size()));
        }

        private Map<String, String> record(String domain) {
            Map<String, String> tags = new HashMap<>();
            String text = names.find("_dmarc." + domain).orElse("");
            if (text.startsWith("v=DMARC1")) {
                for (String tag : TAGS.split(text)) {
                    String[] parts = tag.split("=", 2);
                    tags.put(parts[0], parts[1]);
                }
            }
            return tags;
        }

        String organisation() {
            String found = start;
            for (String target : targets) {
                if (records.containsKey(target)) {
                    boolean isSuffix = "y".equals(records.get(target).get("psd")) && !target.equals(start);
                    found = isSuffix ? targets.get(targets.indexOf(target) - 1) : target;
                }
            }
            return found;
        }

        String policy() {
            Map<String, String> own = records.getOrDefault(start, Map.of());
            Map<String, String> above = records.getOrDefault(organisation(), Map.of());
            return own.getOrDefault("p", above.getOrDefault("sp", above.getOrDefault("p", "none")));
        }

        boolean isAligned(String mode, String identifier) {
            Map<String, String> applied = records.getOrDefault(start, records.getOrDefault(organisation(), Map.of()));
            return identifier.equals(start)
                    || ("r".equals(applied.getOrDefault(mode, "r"))
                            && new Walk(identifier, names).organisation().equals(organisation()));
        }
    }
}
