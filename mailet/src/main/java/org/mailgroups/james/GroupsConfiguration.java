// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.io.File;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.utils.PropertiesProvider;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.creation.CreationRules;
import org.mailgroups.delivery.Retention;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.james.delivery.MembersUrl;
import org.mailgroups.james.members.MembersConfiguration;
import org.mailgroups.james.moderation.ModerationConfiguration;
import org.mailgroups.members.http.PortSettings;
import org.mailgroups.members.ldap.LdapSettings;
import org.mailgroups.store.StoreConfiguration;

/**
 * Reads {@code groups.properties}. All properties are optional, and so is the file. An unknown property or a bad value
 * keeps the server from starting.
 *
 * <table>
 *   <caption>Properties</caption>
 *   <tr><th>property</th><th>default</th><th>meaning</th></tr>
 *   <tr><td>store</td><td>derby</td><td>derby: inside this server; postgresql: shared by several</td></tr>
 *   <tr><td>derby.directory</td><td>file://var/groups</td><td>the folder of Derby's files</td></tr>
 *   <tr><td>postgresql.url</td><td></td><td>jdbc:postgresql://host:port/database</td></tr>
 *   <tr><td>postgresql.user, postgresql.password</td><td></td><td></td></tr>
 *   <tr><td>store.poolSize</td><td>8</td><td>connections to the database at once</td></tr>
 *   <tr><td>store.deliveryPoolSize</td><td>4</td><td>the same for messages on their way</td></tr>
 *   <tr><td>store.refreshMillis</td><td>500</td><td>how soon a change made by another server is seen here</td></tr>
 *   <tr><td>secret.number</td><td>1</td><td>a larger one than before draws a new secret</td></tr>
 *   <tr><td>secret.previousHolds</td><td>true</td>
 *       <td>whether what the secret before has signed still counts</td></tr>
 *   <tr><td>held.repository</td><td>var/mail/group-held/ under James' default protocol</td>
 *       <td>the mail repository of held messages; several servers need one that all of them reach</td></tr>
 *   <tr><td>held.notifyMinutes</td><td>15</td>
 *       <td>the shortest time between two notices to a group's administrators</td></tr>
 *   <tr><td>held.expireDays</td><td>14</td><td>how long a message waits</td></tr>
 *   <tr><td>held.maxPerGroup</td><td>1000</td><td>how many messages may wait for one group</td></tr>
 *   <tr><td>held.maxBytesPerGroup</td><td>1 GiB</td><td>how many bytes may wait for one group</td></tr>
 *   <tr><td>held.maxBytes</td><td>10 GiB</td><td>how many bytes may wait for all groups together</td></tr>
 *   <tr><td>held.webadminUrl</td><td>http://localhost:8000</td>
 *       <td>the URL of webadmin, for the commands in notices</td></tr>
 *   <tr><td>bounces.suspendAfter</td><td>5</td>
 *       <td>on how many days copies of a member fail until the member is suspended; 0: never</td></tr>
 *   <tr><td>bounces.window</td><td>30</td><td>how many days a failure counts</td></tr>
 *   <tr><td>bounces.probeAfter</td><td>7</td>
 *       <td>after how many days a suspended member gets one copy, to see whether it arrives</td></tr>
 *   <tr><td>postings.directory</td><td>file://var/postings</td>
 *       <td>with derby: the folder of the bodies of messages on their way</td></tr>
 *   <tr><td>postings.keptDays</td><td>30</td>
 *       <td>how long is known what became of a message, after the last copy</td></tr>
 *   <tr><td>postings.maxKept</td><td>100000</td><td>of how many messages; the oldest go first</td></tr>
 *   <tr><td>members.publicUrl</td><td></td>
 *       <td>the https URL under which members' browsers reach this server; empty if they do not</td></tr>
 *   <tr><td>import.directory</td><td>file://var/imports</td>
 *       <td>the folder in which a CSV file waits for its import</td></tr>
 *   <tr><td>import.maxBytes</td><td>268435456</td><td>the longest CSV file</td></tr>
 *   <tr><td>members.port</td><td>0</td><td>the port for members; 0: none</td></tr>
 *   <tr><td>members.address</td><td>127.0.0.1</td><td>the address that it listens on</td></tr>
 *   <tr><td>members.tls.certificate, members.tls.key</td><td></td>
 *       <td>files in PEM; without them HTTP is plain, on loopback or behind a proxy</td></tr>
 *   <tr><td>members.proxies</td><td></td><td>addresses or networks of proxies, with commas</td></tr>
 *   <tr><td>members.maxConnections</td><td>400</td><td>how many may be open at once</td></tr>
 *   <tr><td>members.sessionIdleMinutes</td><td>30</td>
 *       <td>after how long without a call a session ends</td></tr>
 *   <tr><td>members.sessionHours</td><td>12</td><td>the age at which it ends in any case</td></tr>
 *   <tr><td>members.postmasters</td><td>token</td>
 *       <td>how postmasters log in there: token, that of webadmin, if it takes one; or nobody does</td></tr>
 *   <tr><td>members.ldap.port</td><td>0</td><td>the port of LDAP; 0: none</td></tr>
 *   <tr><td>members.ldap.address</td><td>127.0.0.1</td><td>the address that it listens on</td></tr>
 *   <tr><td>members.ldap.maxConnections</td><td>100</td><td>how many may be open at once</td></tr>
 *   <tr><td>members.ldap.service.name, members.ldap.service.password</td><td></td>
 *       <td>the log-in of devices: a mail address, and at least 16 characters</td></tr>
 *   <tr><td>members.create</td><td>nobody</td><td>who may create groups there: nobody or users</td></tr>
 *   <tr><td>members.create.names</td><td>*</td>
 *       <td>patterns of the part before the @ of users' groups, with commas</td></tr>
 *   <tr><td>members.create.maxPerUser</td><td>10</td>
 *       <td>a user who has created so many groups that are still there creates no more</td></tr>
 * </table>
 */
final class GroupsConfiguration {
    private static final String FILE = "groups";
    private static final String SUSPEND_AFTER = "bounces.suspendAfter";
    private static final String WINDOW = "bounces.window";
    private static final String PROBE_AFTER = "bounces.probeAfter";
    private static final int MAX_BOUNCE_DAYS = 365;
    private static final String SECRET_NUMBER = "secret.number";
    private static final String PREVIOUS_HOLDS = "secret.previousHolds";

    private static final Set<String> PROPERTIES = Set.of(
            "store",
            "derby.directory",
            "postgresql.url",
            "postgresql.user",
            "postgresql.password",
            "store.poolSize",
            "store.deliveryPoolSize",
            "store.refreshMillis",
            "postings.directory",
            "postings.keptDays",
            "postings.maxKept",
            "members.publicUrl",
            "import.directory",
            "import.maxBytes",
            SUSPEND_AFTER,
            WINDOW,
            PROBE_AFTER,
            SECRET_NUMBER,
            PREVIOUS_HOLDS);

    private static final List<Set<String>> ALL =
            List.of(PROPERTIES, ModerationConfiguration.PROPERTIES, MembersConfiguration.PROPERTIES);

    private GroupsConfiguration() {}

    static StoreConfiguration store(PropertiesProvider properties, FileSystem files)
            throws ConfigurationException, FileNotFoundException {
        return read(properties, configuration -> store(configuration, files));
    }

    /** Which secret of the store is used. */
    record SecretChoice(int number, boolean previousHolds) {}

    static SecretChoice secret(PropertiesProvider properties) throws ConfigurationException, FileNotFoundException {
        return read(
                properties,
                configuration -> new SecretChoice(
                        (int) number(configuration, SECRET_NUMBER, 1, 1, 1_000_000),
                        flag(configuration, PREVIOUS_HOLDS, true)));
    }

    private static boolean flag(Configuration configuration, String name, boolean usual) {
        String text = configuration.getString(name, Boolean.toString(usual)).strip();
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(name + " must be true or false: " + text);
        }
        return text.equals("true");
    }

    static ImportSettings imports(PropertiesProvider properties, FileSystem files)
            throws ConfigurationException, FileNotFoundException {
        return read(
                properties,
                configuration -> new ImportSettings(
                        folder(configuration, files, "import.directory", "file://var/imports"),
                        number(configuration, "import.maxBytes", ImportSettings.DEFAULT_MAX_BYTES, 1, Long.MAX_VALUE)));
    }

    static Retention retention(PropertiesProvider properties, Duration held)
            throws ConfigurationException, FileNotFoundException {
        return read(
                properties,
                configuration -> new Retention(
                        Duration.ofDays(
                                number(configuration, "postings.keptDays", Retention.DEFAULT.toDays(), 1, 3_650)),
                        number(configuration, "postings.maxKept", Retention.DEFAULT_MOST, 0, 1_000_000_000),
                        held));
    }

    static MembersUrl membersUrl(PropertiesProvider properties) throws ConfigurationException, FileNotFoundException {
        return read(
                properties,
                configuration -> new MembersUrl(
                        configuration.getString("members.publicUrl", "").strip()));
    }

    /** Returns a folder that is there and can be written, or can be made. */
    private static Path folder(Configuration configuration, FileSystem files, String property, String defaultUrl)
            throws FileNotFoundException {
        Path folder =
                files.getFile(configuration.getString(property, defaultUrl)).toPath();
        Path there = folder.toAbsolutePath();
        while (there.getParent() != null && Files.notExists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new IllegalArgumentException(property + " must be a folder that this server can write: " + folder
                    + (there.equals(folder) ? "" : ", since " + there + " cannot be written"));
        }
        return folder;
    }

    /** Returns the names of the properties that say where a store is. */
    static String placeOf(StoreConfiguration configuration) {
        return configuration instanceof StoreConfiguration.PostgreSql
                ? "postgresql.url, postgresql.user and postgresql.password"
                : "derby.directory";
    }

    private static <T> T read(PropertiesProvider properties, Reading<T> reading)
            throws ConfigurationException, FileNotFoundException {
        Configuration configuration = configuration(properties);
        for (Iterator<String> keys = configuration.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            if (ALL.stream().noneMatch(part -> part.contains(key))) {
                throw new ConfigurationException("groups.properties: there is no property " + key + "; there are "
                        + ALL.stream().flatMap(Set::stream).sorted().collect(Collectors.joining(", ")));
            }
        }
        try {
            return reading.of(configuration);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("groups.properties: " + e.getMessage(), e);
        }
    }

    static ModerationConfiguration moderation(PropertiesProvider properties)
            throws ConfigurationException, FileNotFoundException {
        return read(properties, ModerationConfiguration::read);
    }

    /** Returns the settings of the members' port; empty if it is off. */
    static Optional<PortSettings> members(PropertiesProvider properties, FileSystem files)
            throws ConfigurationException, FileNotFoundException {
        return read(properties, configuration -> MembersConfiguration.read(configuration, files));
    }

    /** Returns the settings of LDAP; empty if it is off. */
    static Optional<LdapSettings> ldap(PropertiesProvider properties, FileSystem files)
            throws ConfigurationException, FileNotFoundException {
        return read(properties, configuration -> MembersConfiguration.readLdap(configuration, files));
    }

    /** Returns whether postmasters log in at the members' port. */
    static boolean havePostmastersTokens(PropertiesProvider properties)
            throws ConfigurationException, FileNotFoundException {
        return read(properties, MembersConfiguration::havePostmastersTokens);
    }

    /** Returns the rules for groups that users create. */
    static CreationRules creation(PropertiesProvider properties) throws ConfigurationException, FileNotFoundException {
        return read(properties, MembersConfiguration::creation);
    }

    static BounceLimits bounces(PropertiesProvider properties) throws ConfigurationException, FileNotFoundException {
        return read(properties, GroupsConfiguration::bounces);
    }

    private static BounceLimits bounces(Configuration configuration) {
        BounceLimits usual = BounceLimits.DEFAULT;
        long suspendAfter = number(configuration, SUSPEND_AFTER, usual.suspendAfter(), 0, MAX_BOUNCE_DAYS);
        Duration window = days(configuration, WINDOW, usual.window());
        if (suspendAfter > window.toDays()) {
            throw new IllegalArgumentException(
                    SUSPEND_AFTER + " must not be more days than " + WINDOW + " has: " + suspendAfter);
        }
        return new BounceLimits((int) suspendAfter, window, days(configuration, PROBE_AFTER, usual.probeAfter()));
    }

    private static Duration days(Configuration configuration, String name, Duration usual) {
        return Duration.ofDays(number(configuration, name, usual.toDays(), 1, MAX_BOUNCE_DAYS));
    }

    private static Configuration configuration(PropertiesProvider properties) throws ConfigurationException {
        try {
            return properties.getConfiguration(FILE);
        } catch (FileNotFoundException e) {
            return new BaseConfiguration();
        } catch (ConfigurationException e) {
            throw new ConfigurationException("groups.properties cannot be read: " + e.getMessage(), e);
        }
    }

    private static StoreConfiguration store(Configuration configuration, FileSystem files)
            throws FileNotFoundException {
        Duration refresh = Duration.ofMillis(number(
                configuration,
                "store.refreshMillis",
                StoreConfiguration.DEFAULT_REFRESH.toMillis(),
                StoreConfiguration.MIN_REFRESH.toMillis(),
                StoreConfiguration.MAX_REFRESH.toMillis()));
        String store = configuration.getString("store", "derby");
        return switch (store) {
            case "derby" -> {
                File directory = files.getFile(configuration.getString("derby.directory", "file://var/groups"));
                yield new StoreConfiguration.EmbeddedDerby(
                        directory.toPath(),
                        folder(configuration, files, "postings.directory", "file://var/postings"),
                        poolSize(configuration, StoreConfiguration.EmbeddedDerby.DEFAULT_POOL_SIZE),
                        deliveryPoolSize(configuration),
                        refresh);
            }
            case "postgresql" -> new StoreConfiguration.PostgreSql(
                    configuration.getString("postgresql.url", ""),
                    configuration.getString("postgresql.user", ""),
                    configuration.getString("postgresql.password", ""),
                    poolSize(configuration, StoreConfiguration.PostgreSql.DEFAULT_POOL_SIZE),
                    deliveryPoolSize(configuration),
                    refresh);
            default -> throw new IllegalArgumentException("store must be derby or postgresql: " + store);
        };
    }

    private static int poolSize(Configuration configuration, int defaultSize) {
        return poolSize(configuration, "store.poolSize", defaultSize);
    }

    private static int deliveryPoolSize(Configuration configuration) {
        return poolSize(configuration, "store.deliveryPoolSize", StoreConfiguration.DEFAULT_DELIVERY_POOL_SIZE);
    }

    private static int poolSize(Configuration configuration, String property, int defaultSize) {
        return (int) number(
                configuration,
                property,
                defaultSize,
                StoreConfiguration.MIN_POOL_SIZE,
                StoreConfiguration.MAX_POOL_SIZE);
    }

    private static long number(Configuration configuration, String name, long defaultValue, long least, long most) {
        return ModerationConfiguration.number(configuration, name, defaultValue, least, most);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(Configuration configuration) throws FileNotFoundException;
    }
}
