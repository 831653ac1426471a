// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.members;

import com.google.common.net.InetAddresses;
import java.io.FileNotFoundException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.filesystem.api.FileSystem;
import org.mailgroups.creation.CreationRules;
import org.mailgroups.creation.NamePattern;
import org.mailgroups.james.moderation.ModerationConfiguration;
import org.mailgroups.members.http.Networks;
import org.mailgroups.members.http.PortSettings;
import org.mailgroups.members.http.PortSettings.KeyFiles;
import org.mailgroups.members.ldap.LdapSettings;
import org.mailgroups.members.ldap.ServiceAccount;
import org.mailgroups.value.Address;

/** The part of {@code groups.properties} about the members' port. */
public final class MembersConfiguration {
    private static final String PORT = "members.port";
    private static final String ADDRESS = "members.address";
    private static final String CERTIFICATE = "members.tls.certificate";
    private static final String KEY = "members.tls.key";
    private static final String PROXIES = "members.proxies";
    private static final String MAX_CONNECTIONS = "members.maxConnections";
    private static final String IDLE_MINUTES = "members.sessionIdleMinutes";
    private static final String HOURS = "members.sessionHours";
    private static final String POSTMASTERS = "members.postmasters";
    private static final String CREATE = "members.create";
    private static final String NAMES = "members.create.names";
    private static final String MAX_PER_USER = "members.create.maxPerUser";

    private static final String LDAP_PORT = "members.ldap.port";
    private static final String LDAP_ADDRESS = "members.ldap.address";
    private static final String LDAP_MAX_CONNECTIONS = "members.ldap.maxConnections";
    private static final String SERVICE_NAME = "members.ldap.service.name";
    private static final String SERVICE_PASSWORD = "members.ldap.service.password";

    public static final Set<String> PROPERTIES = Set.of(
            PORT,
            ADDRESS,
            CERTIFICATE,
            KEY,
            PROXIES,
            MAX_CONNECTIONS,
            IDLE_MINUTES,
            HOURS,
            POSTMASTERS,
            LDAP_PORT,
            LDAP_ADDRESS,
            LDAP_MAX_CONNECTIONS,
            SERVICE_NAME,
            SERVICE_PASSWORD,
            CREATE,
            NAMES,
            MAX_PER_USER);

    private static final int MAX_PORT = 65_535;
    private static final int MAX_PATTERNS = 100;

    private MembersConfiguration() {}

    /**
     * Returns the settings; empty if the port is off.
     *
     * @throws IllegalArgumentException with a text for the postmaster who wrote a wrong value
     */
    public static Optional<PortSettings> read(Configuration properties, FileSystem files) throws FileNotFoundException {
        // The port asks for these rules with its first call. A wrong one keeps the server from starting all the same.
        creation(properties);
        int port = number(properties, PORT, 0, 0, MAX_PORT);
        PortSettings settings = new PortSettings(
                address(properties, ADDRESS),
                port,
                keyFiles(properties, files),
                proxies(properties),
                number(properties, MAX_CONNECTIONS, PortSettings.DEFAULT_MAX_CONNECTIONS, 10, 10_000),
                Duration.ofMinutes(number(
                        properties, IDLE_MINUTES, (int) PortSettings.DEFAULT_SESSION_IDLE.toMinutes(), 1, 1_440)),
                Duration.ofHours(number(properties, HOURS, (int) PortSettings.DEFAULT_SESSION_LIFE.toHours(), 1, 720)));
        return port == 0 ? Optional.empty() : Optional.of(settings);
    }

    /**
     * Returns the rules for groups that users create.
     *
     * @throws IllegalArgumentException with a text for the postmaster who wrote a wrong value
     */
    public static CreationRules creation(Configuration properties) {
        boolean byUsers = isFor(properties, CREATE, "nobody", "users");
        List<NamePattern> names = Stream.of(properties.getStringArray(NAMES))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(MembersConfiguration::pattern)
                .toList();
        if (names.size() > MAX_PATTERNS) {
            throw new IllegalArgumentException(NAMES + " must have at most " + MAX_PATTERNS + " patterns");
        }
        return new CreationRules(
                byUsers,
                names.isEmpty() ? List.of(NamePattern.ANY) : names,
                number(properties, MAX_PER_USER, CreationRules.DEFAULT_MAX_PER_USER, 1, 1_000));
    }

    /**
     * Returns whether postmasters log in at the port with a token of webadmin, if that takes any.
     *
     * @throws IllegalArgumentException with a text for the postmaster who wrote a wrong value
     */
    public static boolean havePostmastersTokens(Configuration properties) {
        return isFor(properties, POSTMASTERS, "token", "token");
    }

    /** Returns whether a property, which is the word for somebody or {@code nobody}, is that word. */
    private static boolean isFor(Configuration properties, String name, String usual, String word) {
        String who = properties.getString(name, usual).strip();
        if (!who.equals("nobody") && !who.equals(word)) {
            throw new IllegalArgumentException(name + " must be nobody or " + word + ": " + who);
        }
        return who.equals(word);
    }

    private static NamePattern pattern(String text) {
        try {
            return new NamePattern(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NAMES + ": " + e.getMessage(), e);
        }
    }

    private static int number(Configuration properties, String name, int usual, int least, int most) {
        return Math.toIntExact(ModerationConfiguration.number(properties, name, usual, least, most));
    }

    /**
     * Returns the settings of LDAP; empty if it is off.
     *
     * @throws IllegalArgumentException with a text for the postmaster who wrote a wrong value
     */
    public static Optional<LdapSettings> readLdap(Configuration properties, FileSystem files)
            throws FileNotFoundException {
        int port = number(properties, LDAP_PORT, 0, 0, MAX_PORT);
        LdapSettings settings = new LdapSettings(
                address(properties, LDAP_ADDRESS),
                port,
                keyFiles(properties, files),
                number(properties, LDAP_MAX_CONNECTIONS, LdapSettings.DEFAULT_MAX_CONNECTIONS, 10, 1_000),
                service(properties));
        if (port != 0 && number(properties, PORT, 0, 0, MAX_PORT) == 0) {
            throw new IllegalArgumentException(LDAP_PORT + " needs " + PORT + " too: log-ins are counted there");
        }
        return port == 0 ? Optional.empty() : Optional.of(settings);
    }

    private static ServiceAccount service(Configuration properties) {
        String name = properties.getString(SERVICE_NAME, "").strip();
        String password = properties.getString(SERVICE_PASSWORD, "");
        if (properties.getStringArray(SERVICE_PASSWORD).length > 1) {
            throw new IllegalArgumentException(SERVICE_PASSWORD + " must have no comma: James splits a value there");
        }
        if (name.isEmpty() != password.isEmpty()) {
            throw new IllegalArgumentException(
                    SERVICE_NAME + " and " + SERVICE_PASSWORD + " must both be there, or none of them");
        }
        return name.isEmpty()
                ? null
                : new ServiceAccount(
                        Address.tryParse(name)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        SERVICE_NAME + " must be a mail address, whose domain it sees: " + name)),
                        password);
    }

    private static InetAddress address(Configuration properties, String name) {
        String text = properties.getString(name, "127.0.0.1").strip();
        if (!InetAddresses.isInetAddress(text)) {
            throw new IllegalArgumentException(name + " must be an IP address of this machine: " + text);
        }
        return InetAddresses.forString(text);
    }

    private static KeyFiles keyFiles(Configuration properties, FileSystem files) throws FileNotFoundException {
        String certificate = properties.getString(CERTIFICATE, "").strip();
        String key = properties.getString(KEY, "").strip();
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException(CERTIFICATE + " and " + KEY + " must both be there, or none of them");
        }
        return certificate.isEmpty() ? null : new KeyFiles(file(files, certificate), file(files, key));
    }

    private static Path file(FileSystem files, String url) throws FileNotFoundException {
        return files.getFile(url).toPath();
    }

    /** James splits a value at its commas. */
    private static Networks proxies(Configuration properties) {
        try {
            return Networks.parse(String.join(",", properties.getStringArray(PROXIES)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PROXIES + ": " + e.getMessage(), e);
        }
    }
}
