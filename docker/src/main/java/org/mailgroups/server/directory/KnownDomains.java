// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import java.util.List;
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
    private static final String ALL = "all domains";

    /** Strangers may ask for as many domains as they like: only those that are there are remembered. */
    private final Known<Domain, Boolean> known = new Known<>(isThere -> isThere);

    private final Known<String, List<Domain>> lists = new Known<>(any -> true);

    @Inject
    public KnownDomains(DNSService dns, EntityManagerFactory entityManagers) {
        super(dns, entityManagers);
    }

    @Override
    protected boolean containsDomainInternal(Domain domain) throws DomainListException {
        return known.find(domain, super::containsDomainInternal);
    }

    @Override
    protected List<Domain> getDomainListInternal() throws DomainListException {
        return lists.find(ALL, any -> super.getDomainListInternal());
    }

    @Override
    public void addDomain(Domain domain) throws DomainListException {
        try {
            super.addDomain(domain);
        } finally {
            lists.forget(ALL);
        }
    }

    @Override
    public void doRemoveDomain(Domain domain) throws DomainListException {
        try {
            super.doRemoveDomain(domain);
        } finally {
            known.forget(domain);
            lists.forget(ALL);
        }
    }
}
