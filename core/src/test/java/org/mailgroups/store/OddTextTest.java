// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.imports.history.Rejection;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.PageRequest;

/** Text that one database or another does not take, at every place where text reaches a query. */
class OddTextTest extends StoreContract {
    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\uD800", "a\uDC00\uD800", "\u0001", "%", "_!", "!", "'", "\\", "\u001A"})
    void queryShouldFindNothingAndNotFail(String odd) {
        long group = create("team", member("ann")).id();
        store.profiles().save(new Profile(at("ann"), "Ann", "id-" + domain()));
        UUID clients = store.contacts()
                .createGroup(domain(), new ContactGroupName("Clients"))
                .id();
        PageRequest after = new PageRequest(odd, 10);
        PageRequest first = PageRequest.first(10);
        ContactFilter filter = new ContactFilter(Optional.of(domain()), Optional.empty(), false, odd);

        Stream.<ThrowingCallable>of(
                        () -> store.groups().list(GroupFilter.all().containing(odd), first),
                        () -> store.groups().list(GroupFilter.all().inDomain(odd), first),
                        () -> store.groups().list(GroupFilter.all(), after),
                        () -> store.groups().members(at("team"), odd, first),
                        () -> store.groups().members(at("team"), "a", after),
                        () -> store.groups().members(at("team"), "", after),
                        () -> store.groups().members(group, after),
                        () -> store.archive().members(group, after),
                        () -> store.profiles().search(odd, first),
                        () -> store.profiles().search("", after),
                        () -> store.profiles().findByIdentifiers(Set.of(odd, "x")),
                        () -> store.profiles().contactsByIdentifiers(Set.of(odd, "x")),
                        () -> store.profiles().sharedIdentifiers(Set.of(odd, "x")),
                        () -> store.heldMessages().find(at("team"), odd),
                        () -> store.heldMessages().list(at("team"), after),
                        () -> store.contacts().groups(Optional.of(odd), first),
                        () -> store.contacts().groups(Optional.empty(), after),
                        () -> store.contacts().list(clients, after),
                        () -> store.contacts().search(filter, first),
                        () -> store.contacts().search(filter, after),
                        () -> store.contacts().searchByAddress(filter, after),
                        () -> store.contacts().findByIdentifiers(domain(), Set.of(odd)),
                        () -> store.contacts().findByIdentifiers(odd, Set.of("x")),
                        () -> store.contacts().findByUids(clients, Set.of(odd)),
                        () -> store.contacts().findByNameAlone(clients, Set.of(odd)))
                .forEach(query -> {
                    try {
                        query.call();
                    } catch (InvalidValueException | NotFoundException e) {
                        // That is an answer too: a cursor that is none.
                        assertThat(e.getMessage()).isNotEmpty();
                    } catch (Throwable e) {
                        throw new AssertionError("failed for '" + odd + "'", e);
                    }
                });
        assertThat(store.profiles().findByIdentifiers(Set.of(odd, "id-" + domain())))
                .containsOnlyKeys("id-" + domain());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\uD800", "a\uDC00\uD800", "\u0001"})
    void rejectionShouldBeKeptWhateverStandsInItsCells(String odd) {
        UUID id = UUID.randomUUID();
        store.imports()
                .submit(new NewImport(
                        id,
                        ImportTarget.membersOf(create("team")),
                        Principal.postmaster("postmaster"),
                        ImportMode.ADD,
                        false,
                        1));

        assertThatCode(() -> store.imports().reject(id, List.of(new Rejection(2, List.of(odd), "not " + odd))))
                .doesNotThrowAnyException();

        assertThat(store.imports().rejections(id, 0, 10)).hasSize(1);
    }
}
