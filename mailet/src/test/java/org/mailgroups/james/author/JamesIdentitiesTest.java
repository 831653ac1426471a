// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.Membership;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.james.directory.JamesAddressRewriting;
import org.mailgroups.james.directory.JamesAliases;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/** The addresses that a user may write under, with the rules of James' own recipient rewrite table. */
class JamesIdentitiesTest {
    private final MemoryServer server =
            new MemoryServer().user("bob@example.org").user("carol@example.org");
    private final GroupDirectory directory = new GroupDirectory(server, server);
    private final Mappable mappings = new Mappable();
    private final Authors authors = new Authors(
            new JamesAliases(mappings),
            new MemoryIdentities(),
            new GroupSenders(directory, new GroupRights(server, new Membership(directory, server))),
            new Membership(directory, server),
            new ExternalProof(server, new SigningDomains().verification()),
            server);
    private final JamesIdentities identities =
            new JamesIdentities(server, new JamesAddressRewriting(null, mappings), authors);

    @BeforeEach
    void configure() {
        mappings.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
    }

    private void alias(String alias, String user) {
        mappings.addMapping(MappingSource.fromUser(Username.of(alias)), Mapping.alias(user));
    }

    private Set<Address> of(String sender) {
        return identities.of(Address.parse(sender));
    }

    private static Set<Address> addresses(String... addresses) {
        return Set.copyOf(MemoryServer.addresses(addresses));
    }

    @Test
    void ofShouldBeTheUserWithAllAliasesWhicheverOfThemWrites() {
        alias("robert@example.org", "bob@example.org");
        alias("sales@example.org", "bob@example.org");
        Set<Address> bob = addresses("bob@example.org", "robert@example.org", "sales@example.org");

        assertThat(of("bob@example.org")).isEqualTo(bob);
        assertThat(of("robert@example.org")).isEqualTo(bob);
        assertThat(of("SALES@Example.Org")).isEqualTo(bob);
        assertThat(of("carol@example.org")).isEqualTo(addresses("carol@example.org"));
    }

    @Test
    void ofShouldKnowAnAliasOfTheUsersDomain() {
        mappings.addMapping(
                MappingSource.fromDomain(Domain.of("example.com")), Mapping.domainAlias(Domain.of("example.org")));

        assertThat(of("bob@example.com")).isEqualTo(addresses("bob@example.org", "bob@example.com"));
    }

    @Test
    void ofShouldBeEverybodyWhoseAliasItIs() {
        alias("sales@example.org", "bob@example.org");
        alias("sales@example.org", "carol@example.org");

        assertThat(of("sales@example.org"))
                .isEqualTo(addresses("bob@example.org", "carol@example.org", "sales@example.org"));
    }

    @Test
    void ofShouldBeEmptyWhenMailGetsToAUserByOtherWaysThanAnAlias() {
        mappings.addMapping(MappingSource.fromUser(Username.of("crew@example.org")), Mapping.group("bob@example.org"));
        mappings.addMapping(MappingSource.fromUser(Username.of("old@example.org")), Mapping.forward("bob@example.org"));

        assertThat(of("crew@example.org")).isEmpty();
        assertThat(of("old@example.org")).isEmpty();
    }

    @Test
    void ofShouldBeEmptyWhenNoUserHasTheAddress() {
        alias("gone@example.org", "nobody@example.org");
        alias("out@example.org", "ann@other.net");
        mappings.addMapping(MappingSource.fromUser(Username.of("closed@example.org")), Mapping.error("550 closed"));

        for (String address :
                new String[] {"nobody@example.org", "gone@example.org", "out@example.org", "closed@example.org"}) {
            assertThat(of(address)).as(address).isEmpty();
        }
        assertThat(of("ann@other.net")).isEmpty();
    }

    @Test
    void ofShouldFailWhenTheMappingsCannotBeRead() {
        mappings.down = true;

        assertThatThrownBy(() -> of("bob@example.org")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> of("robert@example.org")).isInstanceOf(StoreUnavailableException.class);
    }

    /** James' table in memory, which can be away. */
    private static final class Mappable extends MemoryRecipientRewriteTable {
        private boolean down;

        @Override
        public Stream<MappingSource> listSources(Mapping mapping) throws RecipientRewriteTableException {
            checkUp();
            return super.listSources(mapping);
        }

        @Override
        public Mappings getResolvedMappings(String user, Domain domain, EnumSet<Mapping.Type> types)
                throws ErrorMappingException, RecipientRewriteTableException {
            checkUp();
            return super.getResolvedMappings(user, domain, types);
        }

        private void checkUp() throws RecipientRewriteTableException {
            if (down) {
                throw new RecipientRewriteTableException("down for a test");
            }
        }
    }
}
