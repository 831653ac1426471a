// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;

/** The rules for names, descriptions and lists in values. */
class ValuesTest {
    private static final Address TEAM = Address.parse("team@example.org");
    private static final Address ANN = Address.parse("ann@example.org");

    private static NewGroup named(String name) {
        return new NewGroup(TEAM, name, "", List.of(ANN), List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Team\r\nBcc: b@example.org",
                "Team\nX: y",
                "Te\u0000am",
                "Te\u007fam",
                "Te\u0085am",
                "Te\u2028am",
                "Te\u202eam",
                "Te\u2066am",
                "Te\ud800am"
            })
    void everyLineShouldRefuseWhatCouldInjectAHeaderOrTrickTheEye(String text) {
        assertThatThrownBy(() -> named(text)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new NewGroup(TEAM, "Team", text, List.of(ANN), List.of()))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new NewMember(ANN, text)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new Profile(ANN, text, "")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new Profile(ANN, "Ann", text)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Principal.postmaster(text)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> GroupChange.nothing().withName(text)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> GroupChange.nothing().withDescription(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void nameShouldBeStrippedAndNeitherEmptyNorTooLong() {
        assertThat(named("  Team ").name()).isEqualTo("Team");
        assertThat(named("x".repeat(Group.MAX_NAME_LENGTH)).name()).hasSize(Group.MAX_NAME_LENGTH);
        assertThatThrownBy(() -> named(" ")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> named("x".repeat(Group.MAX_NAME_LENGTH + 1)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void administratorsShouldBeAtLeastOneAndEachOnce() {
        assertThat(new NewGroup(TEAM, "Team", "", List.of(ANN, Address.parse("ANN@example.org")), List.of())
                        .administrators())
                .containsExactly(ANN);
        assertThatThrownBy(() -> new NewGroup(TEAM, "Team", "", List.of(), List.of()))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> GroupChange.nothing().withAdministrators(List.of()))
                .isInstanceOf(InvalidValueException.class);
        List<Address> tooMany = IntStream.rangeClosed(0, Group.MAX_ADMINISTRATORS)
                .mapToObj(i -> Address.parse("a" + i + "@example.org"))
                .toList();
        assertThatThrownBy(() -> GroupChange.nothing().withAdministrators(tooMany))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void membersShouldKeepTheFirstNamingOfAnAddress() {
        List<NewMember> members = new ArrayList<>();
        members.add(new NewMember(ANN, "Ann"));
        members.add(NewMember.of(Address.parse("ANN@example.org")));

        NewGroup group = new NewGroup(TEAM, "Team", "", List.of(ANN), members);
        members.clear();

        assertThat(group.members()).containsExactly(new NewMember(ANN, "Ann"));
    }

    @Test
    void identifierShouldBeDistinguishableFromAnAddress() {
        assertThatThrownBy(() -> new Profile(ANN, "Ann", "ann@example.org")).isInstanceOf(InvalidValueException.class);
        assertThat(new Profile(ANN, "Ann", " ").identifier()).isEmpty();
        assertThat(new Profile(ANN, "Ann", "12345678Z").identifier()).contains("12345678Z");
    }

    @Test
    void pageShouldSayWhereTheListGoesOn() {
        assertThat(Page.of(2, List.of(1, 2, 3), String::valueOf))
                .isEqualTo(new Page<>(List.of(1, 2), Optional.of("2")));
        assertThat(Page.of(2, List.of(1, 2), String::valueOf)).isEqualTo(new Page<>(List.of(1, 2), Optional.empty()));
    }

    @Test
    void pageShouldGoOnWhenNothingOfItIsKept() {
        assertThat(Page.of(2, List.of(1, 2, 3), String::valueOf).mapAll(all -> List.of()))
                .isEqualTo(new Page<>(List.of(), Optional.of("2")));
    }

    @Test
    void allShouldReadOnWhenAPageIsEmpty() {
        List<Integer> numbers = List.of(1, 2, 3, 4, 5, 6, 7);

        Stream<List<Integer>> pages = Page.all(request -> Page.of(
                        2,
                        numbers.stream()
                                .filter(number -> String.valueOf(number).compareTo(request.after()) > 0)
                                .limit(3)
                                .toList(),
                        String::valueOf)
                .mapAll(all -> all.stream().filter(number -> number > 4).toList()));

        assertThat(pages.flatMap(List::stream)).containsExactly(5, 6, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, PageRequest.MAX_LIMIT + 1})
    void pageRequestShouldRefuseALimitOutsideItsBounds(int limit) {
        assertThatThrownBy(() -> PageRequest.first(limit)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void addressShouldBeThatOfThePrincipalsNameWhenTheNameIsOne() {
        assertThat(Principal.postmaster("Ann@Example.org").address()).contains(Address.parse("ann@example.org"));
        assertThat(Principal.postmaster("script").address()).isEmpty();
    }
}
