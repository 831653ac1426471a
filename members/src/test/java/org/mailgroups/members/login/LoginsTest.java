// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.members.login.Logins.Scope;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/** Passwords, how often they may be wrong, and sessions, at a time of the test's own. */
class LoginsTest {
    private static final Address ALICE = Address.parse("alice@example.org");
    private static final String HOME = "192.0.2.1";
    private static final String ELSEWHERE = "198.51.100.1";

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger comparisons = new AtomicInteger();
    private final Map<Address, String> passwords = new ConcurrentHashMap<>(Map.of(ALICE, "right"));
    private final Map<Address, String> appPasswords = new ConcurrentHashMap<>(Map.of(ALICE, "app"));
    private final AtomicInteger lookUps = new AtomicInteger();
    private final Map<String, String> tokens = new ConcurrentHashMap<>(Map.of("good", "root"));
    private final AtomicInteger tokenChecks = new AtomicInteger();
    private final Logins logins =
            new Logins(this::compare, this::compareApp, Optional.of(this::checkToken), nanos::get);
    private final Sessions sessions = new Sessions(logins, Duration.ofMinutes(30), Duration.ofHours(12), nanos::get);

    private Optional<Address> compare(String name, String password) {
        comparisons.incrementAndGet();
        Address user = Address.parse(name);
        return password.equals(passwords.get(user)) ? Optional.of(user) : Optional.empty();
    }

    private Optional<Address> compareApp(String name, String password) {
        lookUps.incrementAndGet();
        Address user = Address.parse(name);
        return password.equals(appPasswords.get(user)) ? Optional.of(user) : Optional.empty();
    }

    private Optional<Address> forAddressBook(String password) {
        return logins.user("alice@example.org", password, HOME, Scope.ADDRESS_BOOK);
    }

    private Optional<Principal.Postmaster> checkToken(String token) {
        tokenChecks.incrementAndGet();
        return Optional.ofNullable(tokens.get(token)).map(Principal.Postmaster::new);
    }

    /** Returns the user whose session it is. */
    private Optional<Address> user(String session) {
        return sessions.holder(session).flatMap(Principal::address);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void passwordThatWasChangedShouldWorkForAMinuteAtMost() {
        assertThat(logins.user("Alice@example.org", "right", HOME)).hasValue(ALICE);
        passwords.put(ALICE, "new");

        pass(Duration.ofSeconds(61));

        assertThat(logins.user("alice@example.org", "right", HOME)).isEmpty();
        assertThat(logins.user("alice@example.org", "new", HOME)).hasValue(ALICE);
    }

    @Test
    void guessingShouldEndSoonWithoutLockingTheUserOutAtHome() {
        for (int i = 0; i < Throttle.MAX_OF_USER_FROM_NETWORK; i++) {
            assertThat(logins.user("alice@example.org", "wrong" + i, ELSEWHERE)).isEmpty();
        }

        assertThatThrownBy(() -> logins.user("alice@example.org", "right", ELSEWHERE))
                .isInstanceOf(RefusedCallException.class)
                .hasMessageContaining("too many log-ins have failed");
        assertThat(comparisons).hasValue(Throttle.MAX_OF_USER_FROM_NETWORK);
        assertThat(logins.user("alice@example.org", "right", HOME)).hasValue(ALICE);
        pass(Throttle.WINDOW.plusSeconds(1));
        assertThat(logins.user("alice@example.org", "right", ELSEWHERE)).hasValue(ALICE);
    }

    @Test
    void guessingFromManyNetworksShouldEndToo() {
        for (int i = 0; i < Throttle.MAX_OF_USER; i++) {
            assertThat(logins.user("alice@example.org", "wrong", "10.0.0." + i)).isEmpty();
        }

        assertThatThrownBy(() -> logins.user("alice@example.org", "right", HOME))
                .isInstanceOf(RefusedCallException.class);
    }

    @Test
    void guessingFromManyNetworksShouldLockOutNoProgram() {
        for (int i = 0; i < Throttle.MAX_OF_USER; i++) {
            logins.user("alice@example.org", "wrong", "10.0.0." + i);
        }

        assertThat(forAddressBook("app")).hasValue(ALICE);
        assertThat(logins.user("alice@example.org", "of the device", HOME, this::device))
                .hasValue(ALICE);
        assertThatThrownBy(() -> forAddressBook("right")).isInstanceOf(RefusedCallException.class);
    }

    private Optional<Address> device(String name, String password) {
        return password.equals("of the device") ? Optional.of(Address.parse(name)) : Optional.empty();
    }

    @Test
    void guessingAppPasswordsShouldEndForTheNetwork() {
        for (int i = 0; i < Throttle.MAX_OF_USER_FROM_NETWORK; i++) {
            assertThat(forAddressBook("wrong" + i)).isEmpty();
        }

        assertThatThrownBy(() -> forAddressBook("app")).isInstanceOf(RefusedCallException.class);
        assertThat(lookUps).hasValue(Throttle.MAX_OF_USER_FROM_NETWORK);
    }

    @Test
    void guessingNamesShouldEndForTheNetwork() {
        for (int i = 0; i < Throttle.MAX_FROM_NETWORK; i++) {
            assertThat(logins.user("user" + i + "@example.org", "wrong", ELSEWHERE))
                    .isEmpty();
        }

        assertThatThrownBy(() -> logins.user("alice@example.org", "right", ELSEWHERE))
                .isInstanceOf(RefusedCallException.class);
        assertThat(logins.user("alice@example.org", "right", HOME)).hasValue(ALICE);
    }

    @Test
    void rightPasswordsShouldNotCount() {
        for (int i = 0; i < 3 * Throttle.MAX_FROM_NETWORK; i++) {
            assertThat(logins.user("alice@example.org", "right", HOME)).hasValue(ALICE);
            pass(Logins.REMEMBERED.plusSeconds(1));
        }
    }

    @Test
    void logInsThatNobodyCouldCompareShouldNotCount() {
        Logins away = new Logins(
                (name, password) -> {
                    throw new StoreUnavailableException("away", null);
                },
                this::compareApp,
                nanos::get);

        for (int i = 0; i < 2 * Throttle.MAX_FROM_NETWORK; i++) {
            assertThatThrownBy(() -> away.user("alice@example.org", "right", HOME))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void valueThatCanBeNoPasswordShouldNotBeCompared() {
        assertThat(logins.user("alice@example.org", "", HOME)).isEmpty();
        assertThat(logins.user("alice@example.org", "x".repeat(1001), HOME)).isEmpty();
        assertThat(logins.user("alice", "right", HOME)).isEmpty();
        assertThat(comparisons).hasValue(0);
    }

    @Test
    void appPasswordShouldOpenAddressBooksAndNothingElse() {
        assertThat(forAddressBook("app")).hasValue(ALICE);

        assertThat(logins.user("alice@example.org", "app", HOME)).isEmpty();
        assertThat(logins.user("alice@example.org", "app", HOME, Scope.EVERYTHING))
                .isEmpty();
        assertThat(logins.compare("alice@example.org", "app")).isEmpty();
        assertThat(forAddressBook("app")).hasValue(ALICE);
    }

    @Test
    void appPasswordShouldNotBeLookedUpForAnythingElse() {
        logins.user("alice@example.org", "right", HOME);
        logins.user("alice@example.org", "wrong", HOME);

        assertThat(lookUps).hasValue(0);
    }

    @Test
    void mailPasswordShouldOpenAddressBooksToo() {
        assertThat(forAddressBook("right")).hasValue(ALICE);
        assertThat(forAddressBook("right")).hasValue(ALICE);

        assertThat(comparisons).hasValue(1);
    }

    @Test
    void appPasswordShouldOpenNothingAsSoonAsItIsDeleted() {
        assertThat(forAddressBook("app")).hasValue(ALICE);

        appPasswords.clear();

        assertThat(forAddressBook("app")).isEmpty();
    }

    @Test
    void appPasswordThatWorksShouldNotBeLockedOutByAWrongOne() {
        assertThat(forAddressBook("app")).hasValue(ALICE);

        for (int i = 0; i < Throttle.MAX_OF_USER_FROM_NETWORK; i++) {
            assertThat(forAddressBook("wrong" + i)).isEmpty();
        }

        assertThatThrownBy(() -> forAddressBook("other")).isInstanceOf(RefusedCallException.class);
        assertThat(forAddressBook("app")).hasValue(ALICE);
    }

    @Test
    void rightAppPasswordsShouldNotCount() {
        for (int i = 0; i < 3 * Throttle.MAX_FROM_NETWORK; i++) {
            assertThat(forAddressBook("app")).hasValue(ALICE);
            pass(Logins.REMEMBERED.plusSeconds(1));
        }
    }

    @Test
    void sessionShouldEndWithThePassword() {
        String session = sessions.open(ALICE, "right");
        pass(Duration.ofMinutes(10));
        assertThat(user(session)).hasValue(ALICE);
        passwords.put(ALICE, "new");

        pass(Sessions.COMPARED_AGAIN.plusSeconds(1));

        assertThat(user(session)).isEmpty();
        passwords.put(ALICE, "right");
        assertThat(user(session)).isEmpty();
    }

    @Test
    void sessionShouldBeComparedOnceAMinute() {
        String session = sessions.open(ALICE, "right");
        pass(Sessions.COMPARED_AGAIN.plusSeconds(1));

        for (int i = 0; i < 10; i++) {
            assertThat(user(session)).hasValue(ALICE);
        }

        assertThat(comparisons).hasValue(1);
    }

    @Test
    void sessionShouldEndWhenItIsNotUsed() {
        String session = sessions.open(ALICE, "right");

        pass(Duration.ofMinutes(31));

        assertThat(user(session)).isEmpty();
    }

    @Test
    void sessionShouldEndAtItsAgeHoweverOftenItIsUsed() {
        String session = sessions.open(ALICE, "right");
        for (int i = 0; i < 12 * 4; i++) {
            assertThat(user(session)).hasValue(ALICE);
            pass(Duration.ofMinutes(15));
        }

        pass(Duration.ofMinutes(1));

        assertThat(user(session)).isEmpty();
    }

    @Test
    void newSessionShouldEndTheOldestOfTheUser() {
        String first = sessions.open(ALICE, "right");
        String second = sessions.open(ALICE, "right");
        pass(Duration.ofSeconds(1));
        for (int i = 0; i < Sessions.MAX_OF_USER - 1; i++) {
            sessions.open(ALICE, "right");
        }

        assertThat(List.of(first, second))
                .filteredOn(value -> user(value).isPresent())
                .hasSize(1);
    }

    @Test
    void nobodyShouldCloseASessionWithoutItsKey() {
        String session = sessions.open(ALICE, "right");

        sessions.close(session.substring(0, session.indexOf('.') + 1));
        sessions.close("");

        assertThat(user(session)).hasValue(ALICE);
    }

    @Test
    void tokenShouldLogItsPostmasterIn() {
        assertThat(logins.takesTokens()).isTrue();
        assertThat(logins.postmaster("good", HOME)).hasValue(new Principal.Postmaster("root"));
        assertThat(logins.postmaster("other", HOME)).isEmpty();
    }

    @Test
    void noTokenShouldLogAnybodyInWhereNoneIsTaken() {
        Logins without = new Logins(this::compare, this::compareApp, nanos::get);

        assertThat(without.takesTokens()).isFalse();
        assertThat(without.postmaster("good", HOME)).isEmpty();
    }

    @Test
    void tokenShouldBeNoPasswordAndAPasswordNoToken() {
        assertThat(logins.user("root", "good", HOME)).isEmpty();
        assertThat(logins.user("alice@example.org", "good", HOME)).isEmpty();
        assertThat(logins.postmaster("right", HOME)).isEmpty();
    }

    @Test
    void valueThatCanBeNoTokenShouldNotBeChecked() {
        assertThat(logins.postmaster("", HOME)).isEmpty();
        assertThat(logins.postmaster("x".repeat(4001), HOME)).isEmpty();
        assertThat(tokenChecks).hasValue(0);
    }

    @Test
    void guessingTokensShouldEndForTheNetworkAndForNoOtherOne() {
        for (int i = 0; i < 5 * Throttle.MAX_OF_USER; i++) {
            String network = "10.0." + i + ".1";
            assertThat(logins.postmaster("wrong", network)).isEmpty();
        }
        for (int i = 0; i < Throttle.MAX_OF_USER_FROM_NETWORK; i++) {
            assertThat(logins.postmaster("wrong" + i, ELSEWHERE)).isEmpty();
        }

        assertThatThrownBy(() -> logins.postmaster("good", ELSEWHERE)).isInstanceOf(RefusedCallException.class);
        assertThat(logins.postmaster("good", HOME)).isPresent();
        pass(Throttle.WINDOW.plusSeconds(1));
        assertThat(logins.postmaster("good", ELSEWHERE)).isPresent();
    }

    @Test
    void wrongTokensAndWrongPasswordsOfANetworkShouldCountTogether() {
        for (int i = 0; i < Throttle.MAX_FROM_NETWORK; i++) {
            logins.user("user" + i + "@example.org", "wrong", ELSEWHERE);
        }

        assertThatThrownBy(() -> logins.postmaster("good", ELSEWHERE)).isInstanceOf(RefusedCallException.class);
    }

    @Test
    void rightTokensShouldNotCount() {
        for (int i = 0; i < 3 * Throttle.MAX_FROM_NETWORK; i++) {
            assertThat(logins.postmaster("good", HOME)).isPresent();
        }
    }

    @Test
    void postmastersSessionShouldEndWithTheToken() {
        String session = sessions.open(new Principal.Postmaster("root"), "good");
        pass(Duration.ofMinutes(10));
        assertThat(sessions.holder(session)).hasValue(new Principal.Postmaster("root"));
        tokens.clear();

        pass(Sessions.COMPARED_AGAIN.plusSeconds(1));

        assertThat(sessions.holder(session)).isEmpty();
        tokens.put("good", "root");
        assertThat(sessions.holder(session)).isEmpty();
    }

    @Test
    void postmastersSessionShouldEndWhenTheTokenIsThatOfAnotherOne() {
        String session = sessions.open(new Principal.Postmaster("root"), "good");
        tokens.put("good", "somebody else");

        pass(Sessions.COMPARED_AGAIN.plusSeconds(1));

        assertThat(sessions.holder(session)).isEmpty();
    }

    @Test
    void postmastersSessionShouldEndAtItsAge() {
        String session = sessions.open(new Principal.Postmaster("root"), "good");
        for (int i = 0; i < 12 * 4; i++) {
            assertThat(sessions.holder(session)).isPresent();
            pass(Duration.ofMinutes(15));
        }

        pass(Duration.ofMinutes(1));

        assertThat(sessions.holder(session)).isEmpty();
    }

    @Test
    void sessionOfAUserShouldNotBecomeThatOfAPostmasterWithTheSameName() {
        tokens.put("right", ALICE.toString());
        String session = sessions.open(ALICE, "right");
        passwords.clear();

        pass(Sessions.COMPARED_AGAIN.plusSeconds(1));

        assertThat(sessions.holder(session)).isEmpty();
    }
}
