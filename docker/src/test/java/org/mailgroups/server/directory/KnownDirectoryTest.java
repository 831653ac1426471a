// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
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
    private final RewriteTable aliases = new RewriteTable(database.entityManagers());

    @BeforeEach
    void configure() throws Exception {
        domains.configure(DomainListConfiguration.DEFAULT);
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("enableVirtualHosting", true);
        users.setEntityManagerFactory(database.entityManagers());
        users.configure(configuration);
        aliases.setEntityManagerFactory(database.entityManagers());
        aliases.setUsersRepository(users);
        aliases.setDomainList(domains);
        aliases.configure(new BaseHierarchicalConfiguration());
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
    void listOfDomainsShouldHaveEachFromItsAdditionToItsRemoval() throws DomainListException {
        List<Domain> before = domains.getDomains();
        domains.addDomain(EXAMPLE);
        assertThat(domains.getDomains()).containsAll(before).contains(EXAMPLE);
        domains.removeDomain(EXAMPLE);
        assertThat(domains.getDomains()).isEqualTo(before);
    }

    @Test
    void aliasShouldLeadSomewhereFromItsAdditionToItsRemoval() throws Exception {
        domains.addDomain(EXAMPLE);
        MappingSource source = MappingSource.fromUser("Info", EXAMPLE);
        assertThat(resolved("info")).isEmpty();
        aliases.addAliasMapping(source, "ann@a.example");
        assertThat(resolved("info")).containsExactly("alias:ann@a.example");
        aliases.addAliasMapping(source, "bob@a.example");
        assertThat(resolved("INFO")).containsExactlyInAnyOrder("alias:ann@a.example", "alias:bob@a.example");
        aliases.removeAliasMapping(source, "ann@a.example");
        assertThat(resolved("info")).containsExactly("alias:bob@a.example");
        aliases.removeAliasMapping(source, "bob@a.example");
        assertThat(resolved("info")).isEmpty();
    }

    @Test
    void aliasOfTheDomainShouldLeadSomewhereWhenAnAddressHadNone() throws Exception {
        domains.addDomain(EXAMPLE);
        domains.addDomain(Domain.of("b.example"));
        assertThat(resolved("ann")).isEmpty();

        aliases.addDomainAliasMapping(MappingSource.fromDomain(EXAMPLE), Domain.of("b.example"));

        assertThat(resolved("ann")).containsExactly("ann@b.example");
    }

    private List<String> resolved(String localPart) throws Exception {
        return aliases.getResolvedMappings(localPart, EXAMPLE)
                .asStream()
                .map(Mapping::asString)
                .toList();
    }

    @Test
    void removalShouldFailAsBeforeWhenThereIsNothing() throws Exception {
        domains.addDomain(EXAMPLE);

        assertThatThrownBy(() -> users.removeUser(ANN)).isInstanceOf(UsersRepositoryException.class);
        assertThatThrownBy(() -> domains.removeDomain(Domain.of("b.example"))).isInstanceOf(DomainListException.class);
    }
}
