// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.leaving.MemoryLeaving;
import org.mailgroups.moderation.MemoryHeld;
import org.mailgroups.token.Signer;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

class RecipientClassifierTest {
    private static final UUID POSTING = UUID.fromString("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9");

    private final MemoryServer server =
            new MemoryServer().user("bob@example.org").group("team@example.org", "bob@example.org");
    private final GroupDirectory directory = new GroupDirectory(server, server);
    private final ReturnPath returnPath = new ReturnPath(new Signer(new byte[] {1}), Clock.systemUTC(), directory);
    private final RecipientClassifier classifier = new RecipientClassifier(
            directory,
            returnPath,
            new RoleAddresses(
                    directory,
                    server,
                    new MemoryLeaving(server, address -> Set.of()).links(),
                    new MemoryHeld(server).links(),
                    new MemoryLeaving(server, address -> Set.of()).requests().links(),
                    new MemoryLeaving(server, address -> Set.of()).confirmations()));

    private GroupEntry team() {
        return server.find(Address.parse("team@example.org")).orElseThrow();
    }

    private static MailAddress at(String text) throws Exception {
        return new MailAddress(text);
    }

    @Test
    void classifyShouldTellTheKindsApart() throws Exception {
        assertThat(classifier.classify(at("Team+x@example.org")))
                .isEqualTo(new MailRecipient.OfGroup(
                        at("Team+x@example.org"), Address.parse("team+x@example.org"), team()));
        assertThat(classifier.classify(at("team-owner@example.org"))).isInstanceOf(MailRecipient.OfRole.class);
        MailAddress reports = at(returnPath.of(team(), POSTING).toString());
        assertThat(classifier.classify(reports))
                .isEqualTo(new MailRecipient.OfReturnPath(
                        reports,
                        returnPath
                                .read(MailAddresses.toAddress(reports).orElseThrow())
                                .orElseThrow()));
        assertThat(classifier.classify(at("bob@example.org"))).isInstanceOf(MailRecipient.Other.class);
        assertThat(classifier.classify(at("ann@other.net"))).isInstanceOf(MailRecipient.Other.class);
        assertThat(classifier.classify(at("\"team\"@example.org"))).isInstanceOf(MailRecipient.NeverOurs.class);
    }

    @Test
    void classifyShouldFailWhenTheStoreIsDown() {
        server.goesDown();

        assertThatThrownBy(() -> classifier.classify(at("team@example.org")))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void groupsShouldNameAGroupOnceWhenItHasSeveralNames() throws Exception {
        MailRecipients recipients =
                classifier.classify(List.of(at("team+x@example.org"), at("team@example.org"), at("bob@example.org")));

        assertThat(recipients.groups()).containsExactly(team());
        assertThat(recipients.namesOf(team().id())).containsExactly(at("team+x@example.org"), at("team@example.org"));
        assertThat(recipients.others()).containsExactly(Address.parse("bob@example.org"));
        assertThat(recipients.without(List.of(at("team@example.org"))).namesOf(team().id()))
                .containsExactly(at("team+x@example.org"));
    }
}
