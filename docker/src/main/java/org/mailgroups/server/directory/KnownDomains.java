// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.domainlist.jpa.JPADomainList;

/**
 * James' domains, which are remembered once they are found: James asks for the domain of each recipient several times.
 * Its own cache would not see a new domain for some seconds. Thread-safe.
 */
public final class KnownDomains extends JPADomainList {
    private final Known<Domain> known = new Known<>();

    @Inject
    public KnownDomains(DNSService dns, EntityManagerFactory entityManagers) {
        super(dns, entityManagers);
    }

    @Override
    protected boolean containsDomainInternal(Domain domain) throws DomainListException {
        return known.has(domain, super::containsDomainInternal);
    }

    @Override
    public void doRemoveDomain(Domain domain) throws DomainListException {
        try {
            super.doRemoveDomain(domain);
        } finally {
            known.forget(domain);
        }
    }
}
