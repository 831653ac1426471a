// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.value.Address;

/** How many questions to James the addresses of a page cost. */
class JamesLocalAddressesTest {
    private final Set<Username> users = new HashSet<>();
    private int lists;
    private int singles;
    private int tables;

    private final MemoryRecipientRewriteTable mappings = new MemoryRecipientRewriteTable() {
        @Override
        public Map<MappingSource, Mappings> getAllMappings() {
            tables++;
            return super.getAllMappings();
        }
    };

    private final JamesLocalAddresses localAddresses =
            new JamesLocalAddresses(null, repository(), mappings, new NoRewriting());

    private record NoRewriting() implements AddressRewriting {
        @Override
        public Set<String> localDomains() {
            return Set.of("example.org");
        }

        @Override
        public Map<Address, Rewritten> rewrite(Collection<Address> addresses) {
            return Map.of();
        }
    }

    /** James' users, which count the questions. */
    private UsersRepository repository() {
        return (UsersRepository) Proxy.newProxyInstance(
                UsersRepository.class.getClassLoader(),
                new Class<?>[] {UsersRepository.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "contains" -> {
                        singles++;
                        yield users.contains((Username) arguments[0]);
                    }
                    case "list" -> all();
                    case "countUsers" -> users.size();
                    default -> throw new IllegalStateException("not needed: " + method);
                });
    }

    private Iterator<Username> all() {
        lists++;
        return List.copyOf(users).iterator();
    }

    private static Stream<Address> addresses(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> Address.parse("u" + i + "@example.org"));
    }

    private void fill(int number) {
        addresses(0, number).map(Address::key).map(Username::of).forEach(users::add);
    }

    /** A list is read for many addresses, unless James has more than 20 users for each of them. */
    @ParameterizedTest
    @CsvSource({
        "10,32,false",
        "10,33,true",
        "660,33,true",
        "680,33,false",
        "2000,100,true",
        "2019,100,true",
        "2020,100,false",
        "20020,1000,false",
        "30000,1001,true"
    })
    void pageShouldAskForItsAddressesAloneWhenThereAreManyMoreUsers(int number, int page, boolean isListRead)
            throws Exception {
        fill(number);
        mappings.addMapping(MappingSource.fromUser("info", "example.org"), Mapping.alias("u1@example.org"));
        List<Address> asked = Stream.of(
                        addresses(0, 5),
                        Stream.of(Address.parse("info@example.org")),
                        addresses(900_000, 900_000 + page - 6))
                .flatMap(part -> part)
                .toList();

        assertThat(localAddresses.existing(asked)).containsExactlyInAnyOrderElementsOf(asked.subList(0, 6));
        assertThat(lists).isEqualTo(isListRead ? 1 : 0);
        assertThat(tables).isEqualTo(isListRead ? 1 : 0);
        assertThat(singles).isEqualTo(isListRead ? 0 : page);

        assertThat(localAddresses.usersAmong(asked)).containsExactlyInAnyOrderElementsOf(asked.subList(0, 5));
        assertThat(lists).isEqualTo(isListRead ? 2 : 0);
        assertThat(tables).isEqualTo(isListRead ? 1 : 0);
    }

    @Test
    void usersAmongShouldPassOverAddressesThatJamesCannotRead() {
        fill(3);

        assertThat(localAddresses.usersAmong(
                        List.of(Address.parse("u1@example.1org"), Address.parse("u1@example.org"))))
                .containsExactly(Address.parse("u1@example.org"));
    }

    @Test
    void pageShouldAskNothingWhenItIsEmpty() {
        assertThat(localAddresses.usersAmong(List.of())).isEmpty();
        assertThat(localAddresses.existing(List.of())).isEmpty();
        assertThat(lists + singles + tables).isZero();
    }
}
