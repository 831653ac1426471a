// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.mailgroups.apppassword.AppPasswordRepository;
import org.mailgroups.backup.GroupArchive;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.SentCopies;
import org.mailgroups.choice.ChoiceRepository;
import org.mailgroups.confirmation.ConfirmationRepository;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.deletion.LooseMembers;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.PostingReading;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.directory.DirectoryRepository;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.imports.FileShare;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.joining.JoinRequestRepository;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.store.apppassword.JdbiAppPasswordRepository;
import org.mailgroups.store.body.CachedBodies;
import org.mailgroups.store.body.FileBodies;
import org.mailgroups.store.body.JdbiBodies;
import org.mailgroups.store.bounce.JdbiBounceLedger;
import org.mailgroups.store.contact.JdbiContactMemberships;
import org.mailgroups.store.contact.JdbiContactRepository;
import org.mailgroups.store.delivery.JdbiPostingReading;
import org.mailgroups.store.delivery.JdbiPostingStore;
import org.mailgroups.store.directory.JdbiDirectoryRepository;
import org.mailgroups.store.directory.ListedGroups;
import org.mailgroups.store.exclusion.JdbiExclusionRepository;
import org.mailgroups.store.group.JdbiChoiceRepository;
import org.mailgroups.store.group.JdbiConfirmationRepository;
import org.mailgroups.store.group.JdbiGroupArchive;
import org.mailgroups.store.group.JdbiGroupRepository;
import org.mailgroups.store.group.JdbiJoinRequestRepository;
import org.mailgroups.store.group.JdbiLooseMembers;
import org.mailgroups.store.imports.JdbiFileShare;
import org.mailgroups.store.imports.JdbiImportHistory;
import org.mailgroups.store.lookup.CachedGroupLookup;
import org.mailgroups.store.lookup.GroupIndex;
import org.mailgroups.store.lookup.IndexRefresher;
import org.mailgroups.store.lookup.MemberCache;
import org.mailgroups.store.moderation.JdbiHeldMessageRepository;
import org.mailgroups.store.profile.IdentifierOwners;
import org.mailgroups.store.profile.JdbiProfileRepository;
import org.mailgroups.store.sql.Database;
import org.mailgroups.store.sql.DerbyDatabase;
import org.mailgroups.store.sql.FailureText;
import org.mailgroups.store.sql.Migrations;
import org.mailgroups.store.sql.PostgresDatabase;
import org.mailgroups.store.sql.StoreJdbi;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The store behind the ports of the subjects.
 *
 * <p>Holds two pools of connections, one of them for postings, and one daemon thread until it is closed. Thread-safe.
 */
public final class GroupStore implements AutoCloseable {
    /** How many addresses of members are kept in memory, at about 100 bytes each. */
    static final long CACHED_ADDRESSES = 2_000_000;

    /** How long a caller waits for a connection, because all are in use or the database is away. */
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);
    /** A database that is started together with us may answer a little later than we ask. */
    private static final Duration START_WAIT = Duration.ofSeconds(15);

    private static final int VERIFY_SECONDS = 2;

    private final Database database;
    private final HikariDataSource pool;
    private final HikariDataSource deliveryPool;
    private final Transactions transactions;
    private final IndexRefresher refresher;
    private final GroupRepository groups;
    private final ExclusionRepository exclusions;
    private final JoinRequestRepository joinRequests;
    private final ConfirmationRepository confirmations;
    private final ChoiceRepository choices;
    private final BounceLedger bounces;
    private final ProfileRepository profiles;
    private final AppPasswordRepository appPasswords;
    private final HeldMessageRepository heldMessages;
    private final GroupArchive archive;
    private final LooseMembers looseMembers;
    private final ImportHistory imports;
    private final FileShare files;
    private final ContactRepository contacts;
    private final ContactMemberships contactMemberships;
    private final DirectoryRepository directory;
    private final GroupLookup lookup;
    private final Secrets secrets;
    private final PostingStore postings;
    private final JdbiPostingReading postingReading;
    private final Bodies bodies;
    private final Clock clock;

    private GroupStore(
            Database database,
            HikariDataSource pool,
            HikariDataSource deliveryPool,
            StoreConfiguration configuration,
            Clock clock) {
        this.database = database;
        this.pool = pool;
        this.deliveryPool = deliveryPool;
        this.clock = clock;
        GroupIndex index = new GroupIndex();
        this.transactions = new Transactions(StoreJdbi.of(pool), database, clock, this::beforeCommit);
        MemberCache members = new MemberCache(transactions, CACHED_ADDRESSES);
        this.refresher = new IndexRefresher(
                database,
                StoreJdbi.of(database.dataSource()),
                transactions,
                index,
                members::clear,
                configuration.refresh(),
                System::nanoTime);
        this.groups = new JdbiGroupRepository(transactions);
        this.exclusions = new JdbiExclusionRepository(transactions);
        this.joinRequests = new JdbiJoinRequestRepository(transactions);
        this.confirmations = new JdbiConfirmationRepository(transactions);
        this.choices = new JdbiChoiceRepository(transactions);
        this.bounces = new JdbiBounceLedger(transactions);
        this.profiles = new JdbiProfileRepository(transactions);
        this.appPasswords = new JdbiAppPasswordRepository(transactions);
        this.heldMessages = new JdbiHeldMessageRepository(transactions);
        this.archive = new JdbiGroupArchive(transactions);
        this.looseMembers = new JdbiLooseMembers(transactions);
        this.imports = new JdbiImportHistory(transactions);
        this.files = new JdbiFileShare(transactions, database.isShared());
        this.contacts = new JdbiContactRepository(transactions);
        this.contactMemberships = new JdbiContactMemberships(transactions);
        this.directory = new JdbiDirectoryRepository(transactions);
        this.lookup = new CachedGroupLookup(refresher, index, members);
        this.secrets = Secrets.of(StoreJdbi.of(pool), transactions);
        Transactions deliveries = new Transactions(StoreJdbi.of(deliveryPool), database, clock, GroupStore::noVersion);
        this.postings = new JdbiPostingStore(deliveries, database);
        this.postingReading = new JdbiPostingReading(deliveries, database);
        this.bodies = configuration instanceof StoreConfiguration.EmbeddedDerby derby
                ? new FileBodies(derby.postings(), clock)
                : new CachedBodies(new JdbiBodies(deliveries));
    }

    private static Runnable noVersion(Handle handle, long version, Set<Long> groups) {
        throw new IllegalStateException("postings are outside of the versions");
    }

    /**
     * Opens the store, creating or migrating its tables as needed.
     *
     * @throws StoreUnavailableException if it cannot be opened; the message says why, in words for the postmaster
     */
    public static GroupStore open(StoreConfiguration configuration, Clock clock) {
        return open(database(configuration), configuration, clock);
    }

    /** Returns the database of a configuration. No other code knows which product it is. */
    static Database database(StoreConfiguration configuration) {
        if (configuration instanceof StoreConfiguration.EmbeddedDerby derby) {
            return new DerbyDatabase(derby.directory());
        }
        StoreConfiguration.PostgreSql postgres = (StoreConfiguration.PostgreSql) configuration;
        return new PostgresDatabase(postgres.url(), postgres.user(), postgres.password());
    }

    static GroupStore open(Database database, StoreConfiguration configuration, Clock clock) {
        HikariDataSource pool = null;
        HikariDataSource deliveryPool = null;
        GroupStore store = null;
        try {
            pool = pool("group-store", database.dataSource(), configuration.poolSize());
            Migrations.run(
                    pool,
                    database,
                    new Idna2008Migration(),
                    new TextFormsMigration(),
                    new OlderDataMigration(clock),
                    new ListIdMigration(),
                    new DirectoryMigration());
            deliveryPool = pool("postings", database.dataSource(), configuration.deliveryPoolSize());
            store = new GroupStore(database, pool, deliveryPool, configuration, clock);
            store.refresher.start();
            return store;
        } catch (RuntimeException e) {
            StoreUnavailableException reason = new StoreUnavailableException(
                    "the group store " + configuration.place() + " cannot be opened: " + reasonOf(e), e);
            closeAfter(reason, store == null ? null : store.refresher);
            closeAfter(reason, deliveryPool);
            closeAfter(reason, pool);
            closeAfter(reason, database);
            throw reason;
        }
    }

    private static String reasonOf(RuntimeException failure) {
        return failure instanceof StoreUnavailableException ours ? ours.getMessage() : FailureText.of(failure);
    }

    private static void closeAfter(Exception reason, AutoCloseable resource) {
        try (resource) {
            return;
        } catch (Exception e) {
            reason.addSuppressed(e);
        }
    }

    private static HikariDataSource pool(String name, DataSource dataSource, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setInitializationFailTimeout(START_WAIT.toMillis());
        return new HikariDataSource(config);
    }

    private Runnable beforeCommit(Handle handle, long version, Set<Long> groups) {
        new ListedGroups(handle).follow(version, groups);
        return refresher.beforeCommit(handle, version, groups);
    }

    /** Returns groups and their members. */
    public GroupRepository groups() {
        return groups;
    }

    /** Returns who gets nothing from a group although a nested group has them. */
    public JoinRequestRepository joinRequests() {
        return joinRequests;
    }

    public ConfirmationRepository confirmations() {
        return confirmations;
    }

    public ChoiceRepository choices() {
        return choices;
    }

    public ExclusionRepository exclusions() {
        return exclusions;
    }

    /** Returns failures of members, and who is suspended for them. */
    public BounceLedger bounces() {
        return bounces;
    }

    /** Returns which copies were sent to other servers. */
    public SentCopies sentCopies() {
        return postingReading;
    }

    /**
     * Returns the secrets that all nodes on this store share, of 32 random octets each: the present one, and the one
     * before if it still holds. They are read anew each time.
     */
    public List<byte[]> secrets() {
        return secrets.read();
    }

    /**
     * Draws the next secret if the present one has a smaller number. The first one has 1.
     *
     * @param previousHolds whether what the secret before has signed still counts
     */
    public void useSecret(int number, boolean previousHolds) {
        secrets.use(number, previousHolds);
    }

    /** Returns users' names and identifiers. */
    public ProfileRepository profiles() {
        return profiles;
    }

    /** Returns users' app passwords. */
    public AppPasswordRepository appPasswords() {
        return appPasswords;
    }

    /** Returns messages that wait for an administrator's decision. */
    public HeldMessageRepository heldMessages() {
        return heldMessages;
    }

    /** Returns groups for backup and restore. */
    public GroupArchive archive() {
        return archive;
    }

    /** Returns members that belong to no group. */
    public LooseMembers looseMembers() {
        return looseMembers;
    }

    /** Returns what became of imports. */
    public ImportHistory imports() {
        return imports;
    }

    /** Returns files that wait for a task. */
    public FileShare files() {
        return files;
    }

    /** Returns shared contacts. */
    public ContactRepository contacts() {
        return contacts;
    }

    /** Returns shared contacts as members of groups. */
    public ContactMemberships contactMemberships() {
        return contactMemberships;
    }

    /** Returns what address books show, and what has changed. */
    public DirectoryRepository directory() {
        return directory;
    }

    /** Returns messages on their way. */
    public PostingStore postings() {
        return postings;
    }

    /** Returns messages on their way, as people see them. */
    public PostingReading postingReading() {
        return postingReading;
    }

    /** Returns the bodies of messages on their way. */
    public Bodies bodies() {
        return bodies;
    }

    /** Returns the look-up that mail asks. */
    public GroupLookup lookup() {
        return lookup;
    }

    /**
     * Asks the database for a sign of life, within a few seconds.
     *
     * @throws StoreUnavailableException if there is none, or the look-up has had none lately
     */
    public void verify() {
        refresher.checkFresh();
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(VERIFY_SECONDS)) {
                throw new StoreUnavailableException("the group store does not answer", null);
            }
        } catch (SQLException e) {
            throw Transactions.unavailable(e);
        }
    }

    /**
     * Returns users and contacts, in words and at most {@code limit}, that share an identifier with somebody else, so
     * that nobody is found by it. Only data of an older version has such.
     */
    public List<String> sharedIdentifiers(int limit) {
        return transactions.read(handle -> new IdentifierOwners(handle).sharers(limit));
    }

    /**
     * Returns addresses of older data, in words and at most {@code limit}, that could not be read any more when the
     * store was brought to this version, within the last 30 days. They are in no group any more.
     */
    public List<String> unreadableAddresses(int limit) {
        return transactions.read(handle -> UnreadableAddresses.told(handle, clock.instant(), limit));
    }

    /** Closes the store. A later call gets a {@link StoreUnavailableException}. Idempotent. */
    @Override
    public void close() {
        refresher.close();
        if (bodies instanceof CachedBodies cached) {
            cached.close();
        }
        deliveryPool.close();
        pool.close();
        database.close();
    }
}
