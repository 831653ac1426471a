// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.apppassword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailgroups.apppassword.AppPassword;
import org.mailgroups.apppassword.AppPasswordRepository;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;
import org.mailgroups.value.WrongStateException;

class JdbiAppPasswordRepositoryTest extends StoreContract {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    private AppPassword add(Address user, String name, Instant createdAt, String hash) {
        AppPassword password = new AppPassword(UUID.randomUUID(), user, name, createdAt, null);
        store.appPasswords().add(password, hash);
        return password;
    }

    @Test
    void passwordShouldBeFoundByItsUserAndHashOnly() {
        AppPassword password = add(at("Bob"), "Telephone", NOW, "h1");

        assertThat(store.appPasswords().find(at("bob"), "h1")).contains(password);
        assertThat(store.appPasswords().find(at("bob"), "h1").orElseThrow().user())
                .hasToString("Bob@" + domain());
        assertThat(store.appPasswords().find(at("bob"), "h2")).isEmpty();
        assertThat(store.appPasswords().find(at("alice"), "h1")).isEmpty();
    }

    @Test
    void listShouldHaveAUsersOwnWithTheOldestFirst() {
        AppPassword late = add(at("bob"), "Late", NOW.plusSeconds(1), "h1");
        AppPassword early = add(at("bob"), "Early", NOW, "h2");
        add(at("alice"), "Other", NOW, "h3");

        assertThat(store.appPasswords().list(at("BOB"))).containsExactly(early, late);
    }

    @Test
    void passwordShouldBeGoneWhenItIsDeleted() {
        AppPassword password = add(at("bob"), "Telephone", NOW, "h1");

        assertThat(store.appPasswords().delete(at("alice"), password.id())).isEmpty();
        assertThat(store.appPasswords().delete(at("bob"), password.id())).contains(password);
        assertThat(store.appPasswords().delete(at("bob"), password.id())).isEmpty();

        assertThat(store.appPasswords().find(at("bob"), "h1")).isEmpty();
    }

    @Test
    void dayOfUseShouldBeKept() {
        AppPassword password = add(at("bob"), "Telephone", NOW, "h1");
        assertThat(password.lastUse()).isEmpty();

        store.appPasswords().used(password.id(), TODAY);
        store.appPasswords().used(UUID.randomUUID(), TODAY);

        assertThat(store.appPasswords().list(at("bob")))
                .extracting(found -> found.lastUse().orElseThrow())
                .containsExactly(TODAY);
    }

    @Test
    void oneMoreThanTheMostShouldBeRefused() {
        for (int i = 0; i < AppPasswordRepository.MAX_OF_ONE_USER; i++) {
            add(at("bob"), "Device " + i, NOW, "h" + i);
        }

        assertThatThrownBy(() -> add(at("bob"), "Another", NOW, "more"))
                .isInstanceOf(WrongStateException.class)
                .hasMessage("bob@" + domain() + " has 20 app passwords, which is the most");
        add(at("alice"), "Telephone", NOW, "h0");
    }

    @Test
    void passwordsShouldGoWithTheirUser() {
        add(at("bob"), "Telephone", NOW, "h1");

        assertThat(store.groups().forget(at("bob"))).isTrue();

        assertThat(store.appPasswords().find(at("bob"), "h1")).isEmpty();
    }

    @Test
    void passwordsShouldFollowTheirUserToANewAddress() {
        AppPassword before = add(at("bob"), "Telephone", NOW, "h1");

        assertThat(store.groups().rename(at("bob"), at("robert"))).isTrue();

        assertThat(store.appPasswords().find(at("bob"), "h1")).isEmpty();
        assertThat(store.appPasswords().find(at("robert"), "h1"))
                .contains(new AppPassword(before.id(), at("robert"), "Telephone", NOW, null));
    }
}
