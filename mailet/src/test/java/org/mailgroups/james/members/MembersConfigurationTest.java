// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.MapConfiguration;
import org.apache.james.filesystem.api.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.creation.CreationRules;
import org.mailgroups.creation.NamePattern;
import org.mailgroups.members.http.PortSettings;
import org.mailgroups.members.ldap.LdapSettings;

class MembersConfigurationTest {
    private static Optional<PortSettings> read(Map<String, String> properties) throws FileNotFoundException {
        return MembersConfiguration.read(new MapConfiguration(properties), new Folder());
    }

    private static Optional<LdapSettings> readLdap(Map<String, String> properties) throws FileNotFoundException {
        return MembersConfiguration.readLdap(new MapConfiguration(properties), new Folder());
    }

    /** Files below a folder, by names such as {@code file://var/x}. */
    private static final class Folder implements FileSystem {
        @Override
        public InputStream getResource(String url) {
            throw new UnsupportedOperationException(url);
        }

        @Override
        public File getFile(String url) {
            return new File("/srv/" + url.replace("file://", ""));
        }

        @Override
        public File getBasedir() {
            return new File("/srv");
        }
    }

    @Test
    void portShouldBeOffUnlessItIsNamed() throws Exception {
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(Map.of("members.tls.certificate", "file://var/a", "members.tls.key", "file://var/b")))
                .isEmpty();
    }

    @Test
    void portAloneShouldBePlainOnLoopback() throws Exception {
        PortSettings settings = read(Map.of("members.port", "8443")).orElseThrow();

        assertThat(settings.port()).isEqualTo(8443);
        assertThat(settings.address().isLoopbackAddress()).isTrue();
        assertThat(settings.tls()).isNull();
        assertThat(settings.maxConnections()).isEqualTo(400);
        assertThat(settings.sessionIdle()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.sessionLife()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void keyPairShouldOpenThePortToAll() throws Exception {
        PortSettings settings = read(Map.of(
                        "members.port", "443",
                        "members.address", "0.0.0.0",
                        "members.tls.certificate", "file://var/a.crt",
                        "members.tls.key", "file://var/a.key"))
                .orElseThrow();

        assertThat(settings.tls().certificate()).isEqualTo(Path.of("/srv/var/a.crt"));
        assertThat(settings.tls().key()).isEqualTo(Path.of("/srv/var/a.key"));
    }

    @Test
    void proxyShouldOpenThePortWithoutAKeyPair() throws Exception {
        assertThat(read(Map.of(
                                "members.port", "8080",
                                "members.address", "192.0.2.1",
                                "members.proxies", "192.0.2.7"))
                        .orElseThrow()
                        .proxies()
                        .isEmpty())
                .isFalse();
    }

    @Test
    void ldapShouldBeOffUnlessItsPortIsNamed() throws Exception {
        assertThat(readLdap(Map.of("members.port", "8443"))).isEmpty();
    }

    @Test
    void ldapShouldHaveTheKeyPairOfTheMembersPort() throws Exception {
        LdapSettings settings = readLdap(Map.of(
                        "members.port", "8443",
                        "members.tls.certificate", "file://var/a.crt",
                        "members.tls.key", "file://var/a.key",
                        "members.ldap.port", "636",
                        "members.ldap.address", "0.0.0.0",
                        "members.ldap.service.name", "scanner@example.org",
                        "members.ldap.service.password", "0123456789abcdef"))
                .orElseThrow();

        assertThat(settings.port()).isEqualTo(636);
        assertThat(settings.tls().key()).isEqualTo(Path.of("/srv/var/a.key"));
        assertThat(settings.maxConnections()).isEqualTo(100);
        assertThat(settings.service()).hasToString("scanner@example.org");
    }

    @Test
    void postmastersShouldLogInByTokenUnlessNobodyMay() {
        assertThat(MembersConfiguration.havePostmastersTokens(new MapConfiguration(Map.of())))
                .isTrue();
        assertThat(MembersConfiguration.havePostmastersTokens(
                        new MapConfiguration(Map.of("members.postmasters", " nobody "))))
                .isFalse();
        assertThatThrownBy(() -> MembersConfiguration.havePostmastersTokens(
                        new MapConfiguration(Map.of("members.postmasters", "everybody"))))
                .hasMessage("members.postmasters must be nobody or token: everybody");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "members.ldap.port|65536|members.ldap.port must be from 0 to 65535: 65536",
                "members.ldap.port|389|members.ldap.port needs members.port too",
                "members.ldap.address|ldap|members.ldap.address must be an IP address of this machine: ldap",
                "members.ldap.address|0.0.0.0|members.ldap.address is 0.0.0.0, where passwords need TLS",
                "members.ldap.maxConnections|9|members.ldap.maxConnections must be from 10 to 1000: 9",
                "members.ldap.service.name|a@b.test|members.ldap.service.name and members.ldap.service.password must",
                "members.ldap.service.password|x|members.ldap.service.name and members.ldap.service.password must"
            })
    void badValueOfLdapShouldBeNamed(String name, String value, String message) {
        assertThatThrownBy(() -> readLdap(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void serviceShouldHaveAnAddressAndALongPassword() {
        assertThatThrownBy(() -> readLdap(Map.of(
                        "members.ldap.service.name", "scanner", "members.ldap.service.password", "0123456789abcdef")))
                .hasMessage("members.ldap.service.name must be a mail address, whose domain it sees: scanner");
        assertThatThrownBy(() -> readLdap(Map.of(
                        "members.ldap.service.name", "a@b.test", "members.ldap.service.password", "0123456789abcde")))
                .hasMessage("members.ldap.service.password must have at least 16 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "members.port|65536|members.port must be from 0 to 65535: 65536",
                "members.port|https|members.port must be from 0 to 65535: https",
                "members.address|mx.example.org|members.address must be an IP address of this machine: mx.example.org",
                "members.address|0.0.0.0|members.address is 0.0.0.0, where passwords need TLS",
                "members.tls.key|file://var/a.key|members.tls.certificate and members.tls.key must both be there",
                "members.proxies|proxy|members.proxies: proxy is neither an IP address nor a network",
                "members.maxConnections|9|members.maxConnections must be from 10 to 10000: 9",
                "members.sessionIdleMinutes|0|members.sessionIdleMinutes must be from 1 to 1440: 0",
                "members.sessionHours|721|members.sessionHours must be from 1 to 720: 721",
                "members.create|everybody|members.create must be nobody or users: everybody",
                "members.create.names|team@*|members.create.names: must be like the part of an address before @",
                "members.create.maxPerUser|0|members.create.maxPerUser must be from 1 to 1000: 0"
            })
    void badValueShouldBeNamed(String name, String value, String message) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void usersShouldCreateNoGroupsUnlessThePostmasterLetsThem() {
        CreationRules usual = MembersConfiguration.creation(new MapConfiguration(Map.of()));

        assertThat(usual.byUsers()).isFalse();
        assertThat(usual.names()).containsExactly(NamePattern.ANY);
        assertThat(usual.maxPerUser()).isEqualTo(10);
    }

    @Test
    void rulesForUsersShouldBeRead() {
        BaseConfiguration properties = new BaseConfiguration();
        properties.addProperty("members.create", "users");
        properties.addProperty("members.create.names", List.of("team-*", " *-Club "));
        properties.addProperty("members.create.maxPerUser", "3");

        CreationRules rules = MembersConfiguration.creation(properties);

        assertThat(rules.byUsers()).isTrue();
        assertThat(rules.names()).containsExactly(new NamePattern("team-*"), new NamePattern("*-club"));
        assertThat(rules.maxPerUser()).isEqualTo(3);
    }
}
