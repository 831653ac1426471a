// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.server.mailbox.MemoryDatabase;

class KnownDirectoryTest {
    private static final Domain EXAMPLE = Domain.of("a.example");
    private static final Username ANN = Username.of("ann@a.example");

    private final MemoryDatabase database = new MemoryDatabase();
    private final KnownDomains domains = new KnownDomains(null, database.entityManagers());
    private final KnownUsers users = new KnownUsers(domains);

    @BeforeEach
    void configure() throws Exception {
        domains.configure(DomainListConfiguration.DEFAULT);
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("enableVirtualHosting", true);
        users.setEntityManagerFactory(database.entityManagers());
        users.configure(configuration);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void domainShouldBeThereFromItsAdditionToItsRemoval() throws DomainListException {
        assertThat(domains.containsDomain(EXAMPLE)).isFalse();
        domains.addDomain(EXAMPLE);
        assertThat(domains.containsDomain(EXAMPLE)).isTrue();
        assertThat(domains.containsDomain(EXAMPLE)).isTrue();
        domains.removeDomain(EXAMPLE);
        assertThat(domains.containsDomain(EXAMPLE)).isFalse();
    }

    @Test
    void userShouldBeThereFromTheAdditionToTheRemoval() throws Exception {
        domains.addDomain(EXAMPLE);
        assertThat(users.contains(ANN)).isFalse();
        users.addUser(ANN, "secret");
        assertThat(users.contains(ANN)).isTrue();
        assertThat(users.contains(Username.of("ANN@A.EXAMPLE"))).isTrue();
        users.removeUser(ANN);
        assertThat(users.contains(ANN)).isFalse();
    }

    @Test
    void removalShouldFailAsBeforeWhenThereIsNothing() throws Exception {
        domains.addDomain(EXAMPLE);

        assertThatThrownBy(() -> users.removeUser(ANN)).isInstanceOf(UsersRepositoryException.class);
        assertThatThrownBy(() -> domains.removeDomain(Domain.of("b.example"))).isInstanceOf(DomainListException.class);
    }
}
