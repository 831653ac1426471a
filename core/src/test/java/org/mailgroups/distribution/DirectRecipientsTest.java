// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/** The way from a recipient to a group, and what of it needs the store of groups. */
class DirectRecipientsTest {
    private final MemoryServer server = new MemoryServer()
            .group("team@example.org", "bob@example.org")
            .user("bob@example.org")
            .mapping("robert@example.org", "bob@example.org")
            .mapping("away@example.org", "bob@other.net")
            .mapping("crew@example.org", "team@example.org", "eve@other.net");
    private final GroupDirectory directory = new GroupDirectory(server, server);
    private final DirectRecipients recipients = new DirectRecipients(directory, server);

    private DirectRecipient of(String address) {
        return recipients.of(MemoryServer.addresses(address)).get(0);
    }

    @Test
    void ofShouldTellGroupsFromOthers() {
        assertThat(of("crew@example.org").groups())
                .containsExactly(
                        directory.groupAt(Address.parse("team@example.org")).orElseThrow());
        assertThat(of("crew@example.org").finals()).isEqualTo(MemoryServer.addresses("eve@other.net"));
        assertThat(of("x@other.net").finals()).isEqualTo(List.of(Address.parse("x@other.net")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@example.org", "robert@example.org", "away@example.org", "x@other.net"})
    void ofShouldAnswerWithoutTheStoreWhenNoGroupIsNeeded(String address) {
        server.goesDown();

        assertThat(directory.groupAt(Address.parse(address))).isEmpty();
        assertThat(of(address).groups()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team@example.org", "team+x@example.org", "unknown@example.org"})
    void groupAtShouldThrowWithoutTheStoreWhenTheAddressMayBeAGroup(String address) {
        server.goesDown();

        assertThatThrownBy(() -> directory.groupAt(Address.parse(address)))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void ofShouldThrowWithoutTheStoreWhenAnAliasMayLeadToAGroup() {
        server.goesDown();

        assertThatThrownBy(() -> of("crew@example.org")).isInstanceOf(StoreUnavailableException.class);
    }
}
