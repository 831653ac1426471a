// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import org.apache.james.core.Domain;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.jpa.quota.JPAPerUserMaxQuotaDAO;
import org.apache.james.mailbox.model.Quota.Scope;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager.QuotaDetails;

/**
 * The limits of quotas, which are read once and remembered. James reads all six at each message, twice.
 *
 * <p>Only this process writes them, and each change goes through here. A limit that is being read while it changes is
 * forgotten: the map keeps the removal waiting until the reading is over. Thread-safe.
 */
public final class KnownQuotaLimits extends JPAPerUserMaxQuotaDAO {
    /** The most limits that are remembered. Each has some 200 octets. */
    private static final int MOST = 50_000;

    private static final String ALL = "";

    private final ConcurrentMap<String, Optional<QuotaSizeLimit>> sizesOfUsers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Optional<QuotaCountLimit>> countsOfUsers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Optional<QuotaSizeLimit>> sizesOfDomains = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Optional<QuotaCountLimit>> countsOfDomains = new ConcurrentHashMap<>();

    @Inject
    public KnownQuotaLimits(EntityManagerFactory entityManagers) {
        super(entityManagers);
    }

    private static <T> T known(ConcurrentMap<String, T> limits, String key, Supplier<T> read) {
        T limit = limits.get(key);
        if (limit != null) {
            return limit;
        }
        if (limits.size() >= MOST) {
            limits.clear();
        }
        return limits.computeIfAbsent(key, absent -> read.get());
    }

    /** Returns the limits for a user; empty if some of them have yet to be read. */
    Optional<QuotaDetails> remembered(QuotaRoot root) {
        return remembered(countsOfUsers, countsOfDomains, root)
                .flatMap(counts ->
                        remembered(sizesOfUsers, sizesOfDomains, root).map(sizes -> new QuotaDetails(counts, sizes)));
    }

    private static <T> Optional<Map<Scope, T>> remembered(
            Map<String, Optional<T>> ofUsers, Map<String, Optional<T>> ofDomains, QuotaRoot root) {
        Map<Scope, Optional<T>> scopes = new EnumMap<>(Scope.class);
        scopes.put(Scope.User, ofUsers.get(root.getValue()));
        root.getDomain().ifPresent(domain -> scopes.put(Scope.Domain, ofDomains.get(domain.asString())));
        scopes.put(Scope.Global, ofDomains.get(ALL));
        if (scopes.containsValue(null)) {
            return Optional.empty();
        }
        Map<Scope, T> limits = new EnumMap<>(Scope.class);
        scopes.forEach((scope, limit) -> limit.ifPresent(value -> limits.put(scope, value)));
        return Optional.of(limits);
    }

    @Override
    public Optional<QuotaSizeLimit> getMaxStorage(EntityManager entityManager, QuotaRoot root) {
        return known(sizesOfUsers, root.getValue(), () -> super.getMaxStorage(entityManager, root));
    }

    @Override
    public Optional<QuotaCountLimit> getMaxMessage(EntityManager entityManager, QuotaRoot root) {
        return known(countsOfUsers, root.getValue(), () -> super.getMaxMessage(entityManager, root));
    }

    @Override
    public Optional<QuotaSizeLimit> getDomainMaxStorage(EntityManager entityManager, Domain domain) {
        return known(sizesOfDomains, domain.asString(), () -> super.getDomainMaxStorage(entityManager, domain));
    }

    @Override
    public Optional<QuotaCountLimit> getDomainMaxMessage(EntityManager entityManager, Domain domain) {
        return known(countsOfDomains, domain.asString(), () -> super.getDomainMaxMessage(entityManager, domain));
    }

    @Override
    public Optional<QuotaSizeLimit> getGlobalMaxStorage(EntityManager entityManager) {
        return known(sizesOfDomains, ALL, () -> super.getGlobalMaxStorage(entityManager));
    }

    @Override
    public Optional<QuotaCountLimit> getGlobalMaxMessage(EntityManager entityManager) {
        return known(countsOfDomains, ALL, () -> super.getGlobalMaxMessage(entityManager));
    }

    @Override
    public void setMaxStorage(QuotaRoot root, Optional<QuotaSizeLimit> limit) {
        try {
            super.setMaxStorage(root, limit);
        } finally {
            sizesOfUsers.remove(root.getValue());
        }
    }

    @Override
    public void setMaxMessage(QuotaRoot root, Optional<QuotaCountLimit> limit) {
        try {
            super.setMaxMessage(root, limit);
        } finally {
            countsOfUsers.remove(root.getValue());
        }
    }

    @Override
    public void setDomainMaxStorage(Domain domain, Optional<QuotaSizeLimit> limit) {
        try {
            super.setDomainMaxStorage(domain, limit);
        } finally {
            sizesOfDomains.remove(domain.asString());
        }
    }

    @Override
    public void setDomainMaxMessage(Domain domain, Optional<QuotaCountLimit> limit) {
        try {
            super.setDomainMaxMessage(domain, limit);
        } finally {
            countsOfDomains.remove(domain.asString());
        }
    }

    @Override
    public void setGlobalMaxStorage(Optional<QuotaSizeLimit> limit) {
        try {
            super.setGlobalMaxStorage(limit);
        } finally {
            sizesOfDomains.remove(ALL);
        }
    }

    @Override
    public void setGlobalMaxMessage(Optional<QuotaCountLimit> limit) {
        try {
            super.setGlobalMaxMessage(limit);
        } finally {
            countsOfDomains.remove(ALL);
        }
    }
}
