// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.right;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;

/** The table, as it decides and as docs/rights.md shows it. */
class RightsTest {
    private static final Path PAGE = Path.of("../docs/rights.md");
    private static final Address ANN = Address.parse("ann@example.org");
    private static final Address OFFICE = Address.parse("office@example.org");
    private static final Principal USER = new Principal.User(ANN, Set.of(OFFICE));
    private static final Principal POSTMASTER = Principal.postmaster("root");
    private static final Thing TEAM = Thing.group(17);

    private static String row(Act act) {
        return "| `" + act + "` | " + act.words() + " | "
                + Stream.concat(Arrays.stream(Relation.values()).map(act::isFor), Stream.of(true, act.isByLink()))
                        .map(allowed -> allowed ? "yes" : "-")
                        .collect(Collectors.joining(" | "))
                + " |";
    }

    @Test
    void pageShouldHaveTheTable() throws IOException {
        List<String> rows = Arrays.stream(Act.values()).map(RightsTest::row).toList();

        List<String> written = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
                .toList();

        assertThat(written).as(String.join("\n", rows)).isEqualTo(rows);
    }

    @ParameterizedTest
    @EnumSource
    void postmasterShouldDoEverything(Act act) {
        assertThat(Rights.may(POSTMASTER, act)).isTrue();
        assertThat(Rights.may(POSTMASTER, act, TEAM, relation -> false)).isTrue();
        assertThatCode(() -> Rights.require(POSTMASTER, act, ANN)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void relationShouldGiveWhatItsColumnSays(Act act) {
        for (Relation relation : Relation.values()) {
            assertThat(Rights.may(USER, act, TEAM, relation::equals))
                    .as("%s", relation)
                    .isEqualTo(act.isFor(relation) || act.isFor(Relation.USER));
        }
    }

    @ParameterizedTest
    @EnumSource
    void linkShouldGiveOneActOnOneThingToWhomItWasSent(Act act) {
        Principal link = new Principal.Bearer(ANN, act, TEAM);

        assertThat(Rights.may(link, act, TEAM, relation -> true)).isEqualTo(act.isByLink());
        assertThat(Rights.may(link, act, TEAM, relation -> false)).isFalse();
        assertThat(Rights.may(link, act, Thing.group(18), relation -> true)).isFalse();
        assertThat(Rights.may(link, act, Thing.heldMessage("17"), relation -> true))
                .isFalse();
        for (Act other : Act.values()) {
            assertThat(Rights.may(link, other, TEAM, relation -> true))
                    .as("%s", other)
                    .isEqualTo(other == act && act.isByLink());
        }
    }

    /** The service looks at the settings, and at whose task it is. */
    @Test
    void fewActsShouldNeedNoMoreThanAnAccount() {
        assertThat(Arrays.stream(Act.values()).filter(act -> act.isFor(Relation.USER)))
                .containsExactly(
                        Act.CREATE_OWN_GROUP,
                        Act.USE_ADDRESS_BOOK,
                        Act.SEE_OWN_TASKS,
                        Act.JOIN,
                        Act.LIST_MEMBERS_SHOWN_TO_ANYONE);
    }

    @Test
    void personShouldBeKnownByEachOfTheAddresses() {
        Address eve = Address.parse("eve@example.org");

        assertThatCode(() -> Rights.require(USER, Act.LIST_MEMBERSHIPS, ANN)).doesNotThrowAnyException();
        assertThatCode(() -> Rights.require(USER, Act.LIST_MEMBERSHIPS, Address.parse("Office@Example.org")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Rights.require(USER, Act.LIST_MEMBERSHIPS, eve))
                .isInstanceOf(NotAllowedException.class)
                .hasMessage("only eve@example.org or a postmaster may list these memberships");
    }

    @Test
    void refusalShouldSayWhoMay() {
        assertThat(Rights.refusal(Act.LIST_GROUPS, "")).hasMessage("only a postmaster may list and export all groups");
        assertThat(Rights.refusal(Act.USE_ADDRESS_BOOK, ""))
                .hasMessage("only users of this server may use the address book");
        assertThat(Rights.refusal(Act.LIST_MEMBERS_SHOWN_TO_MEMBERS, "team@example.org"))
                .hasMessage("only members and administrators of team@example.org may list its members");
        assertThat(Rights.refusal(Act.DISBAND_GROUP, "team@example.org"))
                .hasMessage("only administrators of team@example.org may disband it");
    }

    @Test
    void programShouldHaveNoAddress() {
        assertThat(POSTMASTER.address()).isEmpty();
        assertThat(POSTMASTER.addresses()).isEmpty();
        assertThat(USER.addresses()).containsExactlyInAnyOrder(ANN, OFFICE);
    }
}
