// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/** Nothing that stands in an address becomes a command, or a part of one. */
class EnvelopeTest {
    private static final List<Address> RECIPIENTS = Samples.members(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a@b",
                "a=b-c+d@example.org",
                "\"john doe\"@example.org",
                "\"a>b<c@d\"@example.org",
                "\"a\\\"b\\\\\"@example.org",
                "a@[192.0.2.1]",
                "a@[IPv6:2001:db8::1]",
                "jos\u00e9@example.org",
                "SRS0=x=y=example.org=a@example.net"
            })
    void constructorShouldTakeWhatIsAnAddress(String sender) {
        assertThat(new Envelope(sender, RECIPIENTS).wireSender()).isEqualTo(sender);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "@b",
                "a@",
                " a@b",
                "a@b ",
                "a b@c",
                "a@b> SIZE=1",
                "<a@b>",
                "a@b\r\nRCPT TO:<x@y>",
                "a@b\n",
                "a\r@b",
                "a\0@b",
                "a\u007f@b",
                "a\u0085@b",
                "a@b@c",
                "\"a\"b\"@c",
                "\"a\\\"@c",
                "\"@c",
                "\"a\r\n\"@c",
                "a\\@b",
                "a\ud800@b",
                "a@b\\"
            })
    void constructorShouldRefuseWhatIsNone(String sender) {
        assertThatThrownBy(() -> new Envelope(sender, RECIPIENTS))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("sender")
                .matches(refusal -> refusal.getMessage().chars().noneMatch(Character::isISOControl));
    }

    @Test
    void constructorShouldRefuseWhatIsTooLong() {
        assertThatThrownBy(() -> new Envelope("a".repeat(310) + "@example.org", RECIPIENTS))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new Envelope("", List.of())).isInstanceOf(InvalidValueException.class);
    }

    @Property
    void senderShouldNeverEndItsCommand(@ForAll String text) {
        String sender = text + "@example.org";
        try {
            String path = new Envelope(sender, RECIPIENTS).wireSender();

            String command = new String(SmtpWire.command("MAIL FROM:<" + path + ">"), StandardCharsets.UTF_8);
            assertThat(command.strip().lines()).hasSize(1);
            assertThat(path.startsWith("\"") || path.chars().noneMatch(character -> " <>".indexOf(character) >= 0))
                    .isTrue();
        } catch (InvalidValueException e) {
            assertThat(e).hasMessageStartingWith("sender");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RCPT TO:<a@b>\r\nDATA", "a\n", "a\r", "a\0", "a\u0085"})
    void commandShouldBeOneLine(String line) {
        assertThatThrownBy(() -> SmtpWire.command(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void commandShouldBeBounded() {
        assertThatThrownBy(() -> SmtpWire.command("a".repeat(2_047))).isInstanceOf(IllegalArgumentException.class);
        assertThat(SmtpWire.command("a".repeat(2_046))).hasSize(2_048);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nMAIL", "jos\u00e9.example", "a\0"})
    void settingsShouldRefuseANameThatIsNone(String name) {
        assertThatThrownBy(() -> SmtpSettings.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("heloName");
    }

    @Test
    void settingsShouldRefuseToVerifyWhatNeedNotBeEncrypted() {
        SmtpSettings settings = SmtpSettings.named("a.example");

        assertThatThrownBy(() -> settings.withStartTls(StartTls.OPPORTUNISTIC, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
