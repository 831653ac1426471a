// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.smtp.StartTls;

class DeliveryParametersTest {
    static DeliveryParameters read(String... parameters) throws MessagingException {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder();
        for (int i = 0; i < parameters.length; i += 2) {
            config.setProperty(parameters[i], parameters[i + 1]);
        }
        GenericMailet mailet = new GenericMailet() {
            @Override
            public void service(Mail mail) {
                throw new IllegalStateException("nothing is sent");
            }
        };
        mailet.init(config.build());
        return DeliveryParameters.of(new Numbers(mailet), mailet);
    }

    @Test
    void defaultsShouldBeThoseOfTheManual() throws MessagingException {
        DeliveryParameters parameters = read();

        assertThat(parameters.retries().delays()).hasSize(30);
        assertThat(parameters.retries().domainRetries()).isEqualTo(3);
        assertThat(parameters.outgoingQueue()).isEqualTo("outgoing");
        assertThat(parameters.chunksInFlight()).isEqualTo(50);
        assertThat(parameters.bytesInFlight()).isEqualTo(128L << 20);
        assertThat(parameters.threads()).isEqualTo(64);
        assertThat(parameters.connectionsPerDestination()).isEqualTo(20);
        assertThat(parameters.direct().gatewayHop()).isEmpty();
        assertThat(parameters.direct().startTls()).isEqualTo(StartTls.OPPORTUNISTIC);
        assertThat(parameters.direct().timeouts().connect()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smtp.example|smtp.example:25",
                "smtp.example.|smtp.example.:25",
                "smtp.example:587|smtp.example:587",
                "127.0.0.1:2525|127.0.0.1:2525",
                "localhost|localhost:25",
                "[2001:db8::1]:587|2001:db8::1:587",
                "[2001:db8::1]|2001:db8::1:25",
                "2001:db8::1|2001:db8::1:25",
                "::1|::1:25",
                "fe80::1%eth0|fe80::1%eth0:25",
                " a.example , b.example:26 ,, |a.example:25 b.example:26"
            })
    void gatewayShouldBeReadInEachForm(String text, String expected) throws MessagingException {
        Hop.Servers gateway = read("gateway", text).direct().gatewayHop().orElseThrow();

        assertThat(String.join(
                        " ",
                        gateway.hosts().stream()
                                .map(host -> host.name() + ":" + host.port())
                                .toList()))
                .isEqualTo(expected);
    }

    @Test
    void gatewayPortShouldBeForThoseWithoutOne() throws MessagingException {
        assertThat(read("gateway", "a.example,b.example:26", "gatewayPort", "587")
                        .direct()
                        .gateway())
                .containsExactly(new Hop.Host("a.example", 587), new Hop.Host("b.example", 26));
    }

    @Test
    void connectionTimeoutShouldHoldBesideTheOther() throws MessagingException {
        DirectParameters direct =
                read("timeout", "5000", "connectiontimeout", "60000").direct();

        assertThat(direct.timeouts().connect()).isEqualTo(Duration.ofMinutes(1));
        assertThat(direct.timeouts().command()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void passwordShouldNotBeShown() throws MessagingException {
        assertThat(read("gateway", "a.example", "gatewayUsername", "us", "gatewayPassword", "s3cret")
                        .toString())
                .contains("us")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway|a.example:0|port",
                "gateway|a.example:65536|port",
                "gateway|a.example:smtp|port",
                "gateway|a.example:|port",
                "gateway|:25|gateway",
                "gateway|a.example:25:26|gateway",
                "gateway|a example|gateway",
                "gateway|http://a.example/|gateway",
                "gateway|[2001:db8::1|gateway",
                "gateway|2001:db8::1]|gateway",
                "gateway|1,2,3,4,5,6,7,8,9,10,11|gateway",
                "gatewayUsername|us|gateway",
                "heloName|two words|heloName",
                "heloName|bücher.example|heloName",
                "bind|not an address|bind",
                "timeout|0|timeout",
                "timeout|-5|timeout",
                "timeout|99999999999|timeout",
                "timeout|5 s|timeout",
                "connectiontimeout|0|connectiontimeout",
                "connectiontimeout|86400001|connectiontimeout",
                "startTLS|yes|startTLS",
                "verifyServerIdentity|1|verifyServerIdentity",
                "verifyServerIdentity|true|verifyServerIdentity",
                "threads|1|threads",
                "threads|many|threads",
                "threads|100000|threads",
                "connectionsPerDestination|0|connectionsPerDestination",
                "connectionsPerDestination|100000|connectionsPerDestination",
                "chunksInFlight|0|chunksInFlight",
                "bytesInFlight|lots|bytesInFlight",
                "bytesInFlight|-1|bytesInFlight",
                "delayTime|soon|delayTime",
                "delayTime|400 days|delayTime",
                "maxRetries|-1|maxRetries",
                "maxRetries|5000|maxRetries",
                "maxDnsProblemRetries|x|maxDnsProblemRetries"
            })
    void badValueShouldBeOneLineThatNamesTheParameter(String name, String value, String word) {
        assertThatThrownBy(() -> read(name, value))
                .isInstanceOf(MessagingException.class)
                .satisfies(failure ->
                        assertThat(failure.getMessage()).contains(word).doesNotContain("\n"));
    }

    @Test
    void credentialsShouldNeedEachOtherAndAGateway() {
        assertThatThrownBy(() -> read("gateway", "a.example", "gatewayUsername", "us"))
                .hasMessageContaining("gatewayPassword");
        assertThatThrownBy(() -> read("gateway", "a.example", "gatewayPassword", "s"))
                .hasMessageContaining("gatewayUsername");
        assertThatThrownBy(() -> read("gatewayUsername", "us", "gatewayPassword", "s"))
                .hasMessageContaining("needs gateway");
    }
}
