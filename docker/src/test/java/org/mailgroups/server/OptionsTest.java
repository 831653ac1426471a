// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void parseShouldBindEverythingToLoopbackWhenNothingIsSaid() throws Exception {
        assertThat(Options.parse(List.of()))
                .isEqualTo(new Options(
                        Path.of("var").toAbsolutePath(),
                        "127.0.0.1",
                        2525,
                        2587,
                        2143,
                        "127.0.0.1",
                        8000,
                        "127.0.0.1",
                        8443,
                        false));
    }

    @Test
    void parseShouldTakeEveryOption() throws Exception {
        assertThat(Options.parse(List.of(
                        "--demo",
                        "--data",
                        "/srv/mail",
                        "--bind",
                        "0.0.0.0",
                        "--smtp",
                        "25",
                        "--submission",
                        "587",
                        "--imap",
                        "143",
                        "--webadmin",
                        "192.0.2.1:9000",
                        "--members",
                        "192.0.2.2:443")))
                .isEqualTo(new Options(
                        Path.of("/srv/mail"), "0.0.0.0", 25, 587, 143, "192.0.2.1", 9000, "192.0.2.2", 443, true));
    }

    @Test
    void parseShouldKeepWebadminAndMembersOnLoopbackWhenOnlyTheMailPortsAreOpened() throws Exception {
        Options options = Options.parse(List.of("--bind", "0.0.0.0", "--webadmin", "9000", "--members", "9443"));

        assertThat(options.membersBind()).isEqualTo("127.0.0.1");
        assertThat(options.members()).isEqualTo(9443);
        assertThat(options.webadminBind()).isEqualTo("127.0.0.1");
        assertThat(options.webadmin()).isEqualTo(9000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "-v", "demo", "--demo=true"})
    void parseShouldNameTheOptionWhenItDoesNotExist(String option) {
        assertThatThrownBy(() -> Options.parse(List.of(option)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("unknown option: " + option);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "smtp", "2525 "})
    void parseShouldRefuseAPortThatIsNone(String port) {
        assertThatThrownBy(() -> Options.parse(List.of("--smtp", port)))
                .isInstanceOf(StartException.class)
                .hasMessage("--smtp needs a port from 1 to 65535, not: " + port);
    }

    @Test
    void parseShouldRefuseAnOptionWithoutItsValue() {
        assertThatThrownBy(() -> Options.parse(List.of("--data"))).hasMessage("--data needs a value");
        assertThatThrownBy(() -> Options.parse(List.of("--data", "--demo"))).hasMessage("--data needs a value");
    }

    @Test
    void parseShouldRefuseAnAddressThatIsNone() {
        assertThatThrownBy(() -> Options.parse(List.of("--bind", "300.1.2.3.4")))
                .isInstanceOf(StartException.class)
                .hasMessage("--bind needs an address of this machine, not: 300.1.2.3.4");
    }

    @Test
    void parseShouldRefuseOnePortForTwoServices() {
        assertThatThrownBy(() -> Options.parse(List.of("--imap", "2525")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("one port is named twice");
    }

    @ParameterizedTest
    @CsvSource({
        "8000, http://127.0.0.1:8000",
        "192.0.2.1:9000, http://192.0.2.1:9000",
        "0.0.0.0:9000, http://127.0.0.1:9000",
        "[::1]:9000, http://[::1]:9000"
    })
    void webadminUrlShouldBeReachableOnThisMachine(String webadmin, String url) throws Exception {
        assertThat(Options.parse(List.of("--webadmin", webadmin)).webadminUrl()).isEqualTo(url);
    }

    @Test
    void mailIsPublicShouldHoldUnlessMailIsBoundToLoopback() throws Exception {
        assertThat(Options.parse(List.of()).mailIsPublic()).isFalse();
        assertThat(Options.parse(List.of("--bind", "::1")).mailIsPublic()).isFalse();
        assertThat(Options.parse(List.of("--bind", "0.0.0.0")).mailIsPublic()).isTrue();
        assertThat(Options.parse(List.of("--bind", "192.0.2.1")).mailIsPublic()).isTrue();
    }
}
