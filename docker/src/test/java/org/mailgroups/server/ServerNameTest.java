// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {
    @Test
    void parseShouldTakeAFullName() throws Exception {
        assertThat(ServerName.parse(" Mail.Example.org ").value()).isEqualTo("mail.example.org");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void parseShouldFindANameThatIsNotLocalhostWhenNothingIsSaid(String variable) throws Exception {
        assertThat(ServerName.parse(variable).value())
                .doesNotContain("localhost")
                .matches("\\[(IPv6:)?[0-9a-f.:]+\\]|[a-z0-9-]+(\\.[a-z0-9-]+)+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "mail",
                "mail example.org",
                "192.0.2.1",
                "[192.0.2.1]",
                "mail.example.org\r\nX",
                "m\u00fc.org",
                "-.org",
                "mail..org",
                ".",
                "mail.example.org/x"
            })
    void parseShouldRefuseWhatIsNoFullName(String variable) {
        assertThatThrownBy(() -> ServerName.parse(variable))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("SERVER_NAME");
    }
}
