// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailgroups.choice.Choice;
import org.mailgroups.choice.Delivery;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.value.Address;

/** What members have chosen to get of a group. */
class ExpanderChoiceTest {
    private static final Choice NOTHING = new Choice(Delivery.NONE, true);
    private static final Choice NO_OWN = new Choice(Delivery.EACH, false);
    private static final Address BOB = Address.parse("bob@example.org");
    private static final Address ALIAS = Address.parse("robert@example.org");

    private final MemoryServer server = new MemoryServer()
            .user("bob@example.org")
            .user("carol@example.org")
            .mapping("robert@example.org", "bob@example.org")
            .group("team@example.org", "bob@example.org", "carol@example.org", "ann@far.test");

    private Expansion.Complete expanded(Set<Address> author, String... recipients) {
        return (Expansion.Complete) new Expander(new GroupDirectory(server, server), server, server, Limits.DEFAULT)
                .expand(MemoryServer.addresses(recipients), author);
    }

    private static List<String> addresses(List<Recipient> recipients) {
        return recipients.stream()
                .map(recipient -> recipient.address().toString())
                .toList();
    }

    @Test
    void whoWantsNoneShouldGetNoneAndStayAMember() {
        server.choosing("team@example.org", NOTHING, "bob@example.org", "ann@far.test");

        Expansion.Complete expansion = expanded(Set.of(), "team@example.org");

        assertThat(addresses(expansion.recipients())).containsExactly("carol@example.org");
        assertThat(addresses(expansion.excluded())).containsExactlyInAnyOrder("bob@example.org", "ann@far.test");
        assertThat(expansion.empty()).isEmpty();
    }

    @Test
    void choiceShouldHoldForAMemberByAnAliasAndThroughANestedGroup() {
        server.group("all@example.org", "robert@example.org", "carol@example.org")
                .choosing("all@example.org", NOTHING, "bob@example.org");
        server.group("top@example.org", "team@example.org").choosing("top@example.org", NOTHING, "bob@example.org");

        assertThat(addresses(expanded(Set.of(), "all@example.org").recipients()))
                .containsExactly("carol@example.org");
        assertThat(addresses(expanded(Set.of(), "top@example.org").recipients()))
                .containsExactlyInAnyOrder("carol@example.org", "ann@far.test");
    }

    @Test
    void choiceShouldHoldForAUserWhoForwards() {
        server.mapping("bob@example.org", "bob@elsewhere.test")
                .choosing("team@example.org", NOTHING, "bob@example.org");

        assertThat(addresses(expanded(Set.of(), "team@example.org").recipients()))
                .containsExactlyInAnyOrder("carol@example.org", "ann@far.test");
    }

    @Test
    void choiceOfOneGroupShouldSayNothingAboutAnother() {
        server.group("choir@example.org", "bob@example.org")
                .group("top@example.org", "team@example.org")
                .choosing("team@example.org", NOTHING, "bob@example.org");

        assertThat(addresses(expanded(Set.of(), "team@example.org", "choir@example.org")
                        .recipients()))
                .contains("bob@example.org");
        assertThat(addresses(expanded(Set.of(), "top@example.org").recipients()))
                .as("a message that was not written to the team")
                .contains("bob@example.org");
    }

    @Test
    void whoIsAddressedDirectlyShouldGetTheMessage() {
        server.choosing("team@example.org", NOTHING, "bob@example.org");

        assertThat(expanded(Set.of(), "team@example.org", "bob@example.org").untouched())
                .containsExactly(BOB);
    }

    @Test
    void authorShouldGetNoOwnCopyAndOthersShould() {
        server.choosing("team@example.org", NO_OWN, "bob@example.org", "carol@example.org");

        assertThat(addresses(expanded(Set.of(BOB, ALIAS), "team@example.org").recipients()))
                .containsExactlyInAnyOrder("carol@example.org", "ann@far.test");
        assertThat(addresses(expanded(Set.of(), "team@example.org").recipients()))
                .as("an author whom nothing proves")
                .contains("bob@example.org", "carol@example.org");
    }

    @Test
    void groupShouldNotBeEmptyWhenNobodyWantsItsMessages() {
        server.choosing("team@example.org", NOTHING, "bob@example.org", "carol@example.org", "ann@far.test");

        Expansion.Complete expansion = expanded(Set.of(), "team@example.org");

        assertThat(expansion.recipients()).isEmpty();
        assertThat(expansion.empty()).isEmpty();
        assertThat(expansion.excluded()).hasSize(3);
    }
}
