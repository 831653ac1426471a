// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who signs copies, by domain: what the mailet in the processor of copies was configured with. Thread-safe. */
public final class CopySigners {
    private final Map<String, CopySigner> signers = new ConcurrentHashMap<>();

    /**
     * Takes what signs for some domains.
     *
     * @param domains in lower case
     */
    public void use(Set<String> domains, CopySigner signer) {
        domains.forEach(domain -> signers.put(domain, signer));
    }

    /**
     * Returns what signs for a domain; empty if nothing does.
     *
     * @param domain in lower case
     */
    public Optional<CopySigner> of(String domain) {
        return Optional.ofNullable(signers.get(domain));
    }
}
