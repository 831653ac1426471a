// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import javax.mail.internet.AddressException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.james.core.MailAddress;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.leaving.MemoryLeaving;
import org.mailgroups.moderation.MemoryHeld;
import org.mailgroups.token.Signer;
import org.mailgroups.value.Address;

/** Whatever a stranger may write into RCPT, in the parts that addresses beside a group's own are made of. */
class StrangeRecipientsTest {
    private final MemoryServer server = new MemoryServer().group("team@example.org", "bob@other.net");
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

    @Property
    void classifyShouldNameTheRecipientWhateverItsLocalPartIs(@ForAll("localParts") String localPart) {
        parsed(localPart + "@example.org")
                .ifPresent(recipient ->
                        assertThat(classifier.classify(recipient).mailAddress()).isEqualTo(recipient));
    }

    @Property
    void groupOfShouldBeEmptyWhenNobodyHasSignedTheAddress(@ForAll("localParts") String localPart) {
        Address.tryParse(localPart + "@example.org")
                .ifPresent(address -> assertThat(returnPath.read(address)).isEmpty());
    }

    private static Optional<MailAddress> parsed(String text) {
        try {
            return Optional.of(new MailAddress(text));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> localParts() {
        Arbitrary<String> part = Arbitraries.of(
                "a",
                "team",
                ".",
                "..",
                "+",
                "-",
                "-owner",
                "-request",
                "-bounces",
                "-bounces+aaaaaaaaaaaaaaaa",
                "\"",
                "\\.",
                "=",
                "%",
                "*",
                "é",
                " ");
        return Combinators.combine(part, part, part, part, part).as((a, b, c, d, e) -> a + b + c + d + e);
    }
}
