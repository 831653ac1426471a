// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.jpa.JPARecipientRewriteTable;
import org.apache.james.rrt.jpa.model.JPARecipientRewrite;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.lib.MappingsImpl;

/**
 * James' aliases and other mappings. James keeps all targets of a source in one column, and asks it for one target
 * alone: an alias of two users is nobody's then. This class finds it for both.
 *
 * <p>Nearly all addresses have no mapping, which is remembered: James asks for it several times for each recipient.
 * Thread-safe.
 */
public final class RewriteTable extends JPARecipientRewriteTable {
    private static final String WITH_TARGET =
            "SELECT rrt FROM JamesRecipientRewrite rrt WHERE rrt.targetAddress LIKE :part";

    private final Known<MappingSource, Mappings> known = new Known<>(Mappings::isEmpty);
    private final EntityManagerFactory entityManagers;

    @Inject
    public RewriteTable(EntityManagerFactory entityManagers) {
        this.entityManagers = entityManagers;
    }

    @Override
    public Mappings getStoredMappings(MappingSource source) throws RecipientRewriteTableException {
        return known.find(source, super::getStoredMappings);
    }

    @Override
    public void addMapping(MappingSource source, Mapping mapping) throws RecipientRewriteTableException {
        try {
            super.addMapping(source, mapping);
        } finally {
            known.forget(source);
        }
    }

    @Override
    public Stream<MappingSource> listSources(Mapping mapping) throws RecipientRewriteTableException {
        EntityManager entityManager = entityManagers.createEntityManager();
        try {
            // What LIKE finds too much, because of a wildcard in an address, is left out afterwards.
            List<JPARecipientRewrite> rows = entityManager
                    .createQuery(WITH_TARGET, JPARecipientRewrite.class)
                    .setParameter("part", "%" + mapping.asString() + "%")
                    .getResultList();
            return rows.stream()
                    .filter(row ->
                            MappingsImpl.fromRawString(row.getTargetAddress()).contains(mapping))
                    .map(row -> MappingSource.fromUser(row.getUser(), row.getDomain()));
        } catch (PersistenceException e) {
            throw new RecipientRewriteTableException("The sources of a mapping cannot be read", e);
        } finally {
            entityManager.close();
        }
    }
}
