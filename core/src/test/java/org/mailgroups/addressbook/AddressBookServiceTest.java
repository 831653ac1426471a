// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/** How many questions to the store the picked entries cost. */
class AddressBookServiceTest {
    private final List<String> questions = new ArrayList<>();

    /** Returns a store that answers bulk questions only, and writes down each. */
    private <T> T store(Class<T> type, Function<Collection<?>, Map<?, ?>> answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    questions.add(type.getSimpleName() + '.' + method.getName());
                    if (!method.getName().equals("findAll")) {
                        throw new IllegalStateException("a question for one: " + method);
                    }
                    return answer.apply((Collection<?>) arguments[0]);
                }));
    }

    private static Group group(Address address) {
        return new Group(
                1,
                address,
                "G",
                "",
                List.of(Address.parse("a@example.org")),
                0,
                Instant.EPOCH,
                1,
                GroupSettings.DEFAULT,
                ListId.of(address));
    }

    @Test
    void recipientsShouldAskOnceForAllGroupsAndOnceForAllContacts() {
        AddressBookService addressBook = new AddressBookService(
                store(GroupRepository.class, addresses -> addresses.stream()
                        .map(Address.class::cast)
                        .distinct()
                        .collect(Collectors.toMap(Function.identity(), AddressBookServiceTest::group))),
                store(ContactRepository.class, ids -> Map.of()));
        List<String> ids = Stream.concat(
                        IntStream.range(0, 999).mapToObj(i -> "g" + i + "@example.org"), Stream.of("G7@example.org"))
                .toList();

        assertThat(addressBook.recipients(Principal.postmaster("p"), ids)).hasSize(999);

        assertThat(questions).containsExactlyInAnyOrder("ContactRepository.findAll", "GroupRepository.findAll");
    }
}
