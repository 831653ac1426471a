// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mailgroups.CoreModule;
import org.mailgroups.apppassword.AppPasswords;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.Failure;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.correspondence.Correspondence;
import org.mailgroups.correspondence.CorrespondenceMessage;
import org.mailgroups.correspondence.CorrespondencePage;
import org.mailgroups.creation.CreationRules;
import org.mailgroups.delivery.CancellationListener;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Identities;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.setting.OneClick;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.imports.ImportStart;
import org.mailgroups.joining.JoinLinks;
import org.mailgroups.joining.JoinNotices;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.leaving.LeaveLinks;
import org.mailgroups.members.api.Services;
import org.mailgroups.members.http.Networks;
import org.mailgroups.members.http.PortSettings;
import org.mailgroups.members.ldap.LdapDirectory;
import org.mailgroups.members.ldap.LdapSettings;
import org.mailgroups.members.login.Logins;
import org.mailgroups.members.login.Sessions;
import org.mailgroups.members.route.RouteTable;
import org.mailgroups.moderation.FakeHeldMessages;
import org.mailgroups.moderation.HeldLinks;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.HeldMessageContent;
import org.mailgroups.moderation.HeldMessageDecisions;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.right.Principal;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.FakeLocalAddresses;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.work.Cancellation;

/**
 * The members' port on the real store, for the tests of one class. The users alice, bob and carol of example.org have
 * their names as passwords; info@example.org is an alias of alice.
 */
public final class Door implements BeforeAllCallback, AfterAllCallback {
    public static final String ALICE = "alice@example.org";
    public static final String BOB = "bob@example.org";
    public static final String CAROL = "carol@example.org";
    public static final String ALIAS = "info@example.org";

    private final FakeLocalAddresses localAddresses = new FakeLocalAddresses();
    private final Map<Address, String> passwords = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger comparisons = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean areUsersAway;
    private Path directory;
    private GroupStore store;
    private FakeHeldMessages held;
    private MembersPort port;
    private Injector injector;
    private final CreationRules creation;

    public Door() {
        this(CreationRules.NOBODY);
    }

    /** A port where users may create groups. */
    public Door(CreationRules creation) {
        this.creation = creation;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("members");
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory.resolve("store")), Clock.systemUTC());
        held = new FakeHeldMessages(store.heldMessages());
        localAddresses.addDomain("example.org");
        List.of(ALICE, BOB, CAROL).forEach(user -> {
            localAddresses.addUser(user);
            setPassword(user, user.substring(0, user.indexOf('@')));
        });
        localAddresses.addMapping(ALIAS);
        injector = Guice.createInjector(new CoreModule(), new Fakes());
        injector.getInstance(ImportStart.class).by(this::start);
        port = open(PortSettings.DEFAULT_MAX_CONNECTIONS);
    }

    /** Opens a port of its own on the same store, without TLS. */
    public MembersPort open(int maxConnections) {
        return open(maxConnections, Optional.empty());
    }

    /** Opens ports of its own on the same store: that of members without TLS, and that of LDAP. */
    public MembersPort open(LdapSettings ldap) {
        return open(PortSettings.DEFAULT_MAX_CONNECTIONS, Optional.of(ldap));
    }

    private MembersPort open(int maxConnections, Optional<LdapSettings> ldap) {
        return MembersPort.open(
                new PortSettings(
                        InetAddress.getLoopbackAddress(),
                        0,
                        null,
                        Networks.none(),
                        maxConnections,
                        PortSettings.DEFAULT_SESSION_IDLE,
                        PortSettings.DEFAULT_SESSION_LIFE),
                ldap,
                new MembersPort.Users(this::compare, this::compareApp, this::postmaster, this::identities),
                () -> injector.getInstance(Services.class),
                () -> injector.getInstance(LdapDirectory.class));
    }

    private final class Fakes extends AbstractModule {
        @Override
        protected void configure() {
            bind(Clock.class).toInstance(Clock.systemUTC());
            bind(GroupStore.class).toInstance(store);
            bind(LocalAddresses.class).toInstance(localAddresses);
            bind(AddressRewriting.class).toInstance(AddressRewriting.NONE);
            bind(Identities.class).toInstance(Door.this::identities);
            bind(CreationRules.class).toInstance(creation);
            bind(OneClick.class).toInstance(domain -> Optional.of("this is a test"));
            bind(ImportSettings.class).toInstance(new ImportSettings(directory.resolve("imports"), 32 << 20));
            bind(HeldMessageContent.class).toInstance(held);
            bind(HeldMessageDecisions.class).toInstance(held);
            bind(CancellationListener.class).toInstance(posting -> {});
            bind(Correspondence.class).toInstance(Door::messages);
            bind(JoinNotices.class).toInstance((request, comment) -> {});
        }
    }

    /** Runs an import as a mail server does: on a thread of its own, which the history knows by a task. */
    private String start(ImportJob job) {
        UUID task = UUID.randomUUID();
        injector.getInstance(ImportService.class).assign(job, task);
        new Thread(() -> job.run(new Cancellation())).start();
        return task.toString();
    }

    public FakeLocalAddresses localAddresses() {
        return localAddresses;
    }

    /** Every user has one message of each contact. */
    private static CorrespondencePage messages(Address user, Set<Address> accounts, Optional<String> after, int limit) {
        return new CorrespondencePage(
                accounts.stream()
                        .map(account -> new CorrespondenceMessage(
                                "<1@example.org>",
                                Instant.EPOCH,
                                CorrespondenceMessage.Direction.RECEIVED,
                                account + " to " + user,
                                List.of("offer.pdf")))
                        .toList(),
                Optional.empty());
    }

    private Optional<Address> compare(String name, String password) {
        comparisons.incrementAndGet();
        if (areUsersAway) {
            throw new StoreUnavailableException("users are away for a test", null);
        }
        Address user = Address.parse(name);
        return password.equals(passwords.get(user)) ? Optional.of(user) : Optional.empty();
    }

    private Optional<Address> compareApp(String name, String password) {
        return injector.getInstance(AppPasswords.class).user(Address.parse(name), password);
    }

    private Optional<Principal.Postmaster> postmaster(String token) {
        return Optional.ofNullable(tokens.get(token)).map(Principal.Postmaster::new);
    }

    /** Lets a token be that of a postmaster with a name. */
    public void giveToken(String token, String name) {
        tokens.put(token, name);
    }

    /** Lets a token hold no more. */
    public void endToken(String token) {
        tokens.remove(token);
    }

    private Set<Address> identities(Address user) {
        return user.equals(Address.parse(ALICE)) ? Set.of(user, Address.parse(ALIAS)) : Set.of(user);
    }

    public void setPassword(String user, String password) {
        passwords.put(Address.parse(user), password);
    }

    /** Returns the user whose app password it is. */
    public Optional<Address> appPassword(String user, String password) {
        return compareApp(user, password);
    }

    /** Takes a user out of the mail server, but for the password. */
    public void removeUser(String user) {
        localAddresses.removeUser(user);
    }

    public void addUser(String user) {
        localAddresses.addUser(user);
    }

    public void takeUsersAway(boolean areAway) {
        areUsersAway = areAway;
    }

    /** Returns how often a password was compared. */
    public int comparisons() {
        return comparisons.get();
    }

    /** Returns all routes. */
    public RouteTable routes() {
        Logins logins =
                new Logins(this::compare, this::compareApp, Optional.of(this::postmaster), Ticker.systemTicker());
        return injector.getInstance(Services.class)
                .routes(
                        logins,
                        new Sessions(
                                logins,
                                PortSettings.DEFAULT_SESSION_IDLE,
                                PortSettings.DEFAULT_SESSION_LIFE,
                                Ticker.systemTicker()));
    }

    /** Returns the token of the link by which a member leaves a group. */
    public String leaveToken(String group, String member) {
        return injector.getInstance(LeaveLinks.class)
                .token(
                        injector.getInstance(GroupDirectory.class)
                                .groupAt(Address.parse(group))
                                .orElseThrow(),
                        Address.parse(member));
    }

    /** Returns the token of the link in the notice of a message that waits, for alice. */
    public String heldToken(Group group, String id) {
        HeldMessage message = store.heldMessages().find(group.address(), id).orElseThrow();
        return injector.getInstance(HeldLinks.class).token(message, Address.parse(ALICE));
    }

    /** Returns the token of the link by which alice decides about the only request to join a group. */
    public String requestToken(Group group) {
        JoinRequest request = store.joinRequests()
                .list(group.address(), PageRequest.first(2))
                .items()
                .get(0);
        return injector.getInstance(JoinLinks.class).token(request, Address.parse(ALICE));
    }

    public GroupStore store() {
        return store;
    }

    public FakeHeldMessages held() {
        return held;
    }

    /** Creates a group with alice as administrator. */
    public Group createGroup(String address, GroupSettings settings, String... members) {
        return store.groups()
                .create(new NewGroup(
                        Address.parse(address),
                        "The " + address,
                        "for tests",
                        List.of(Address.parse(ALICE)),
                        Arrays.stream(members)
                                .map(member -> new NewMember(Address.parse(member), ""))
                                .toList(),
                        settings));
    }

    public Group createGroup(String address, String... members) {
        return createGroup(address, GroupSettings.DEFAULT, members);
    }

    /** Creates a group with another administrator. */
    public Group createGroupOf(String administrator, String address) {
        return administer(createGroup(address), administrator);
    }

    /** Gives a group these administrators. */
    public Group administer(Group group, String... administrators) {
        return store.groups()
                .update(
                        group.address(),
                        GroupChange.nothing()
                                .withAdministrators(Stream.of(administrators)
                                        .map(Address::parse)
                                        .toList()),
                        OptionalLong.empty());
    }

    /** Creates a group of members elsewhere. */
    public void createLargeGroup(String address, int members) {
        createGroup(
                address,
                IntStream.range(0, members)
                        .mapToObj(i -> "m" + i + "@elsewhere.test")
                        .toArray(String[]::new));
    }

    /** Makes a contact of example.org. */
    public UUID contact(String name, String address, boolean isShared) {
        UUID contactGroup = store.contacts()
                .createGroup("example.org", new ContactGroupName("Contact group of " + name))
                .id();
        return store.contacts()
                .create(
                        contactGroup,
                        NewContact.of(new ContactDetails(
                                name,
                                "",
                                List.of(new ContactEmail(Address.parse(address), "")),
                                List.of(),
                                "",
                                "",
                                "",
                                "",
                                "",
                                isShared)))
                .id();
    }

    /** Lets copies of a member fail until the member is suspended. */
    public void suspend(Group group, String member) {
        store.bounces()
                .count(
                        IntStream.range(0, BounceLimits.DEFAULT.suspendAfter())
                                .mapToObj(day -> new Failure(
                                        group.id(),
                                        Address.parse(member),
                                        UUID.randomUUID(),
                                        Instant.now().minus(Duration.ofDays(day)),
                                        "5.1.1",
                                        "550 5.1.1 no such user",
                                        true))
                                .toList(),
                        BounceLimits.DEFAULT);
    }

    /** Lets a message wait for a group. */
    public void hold(Group group, String id) {
        held.put(id, "Subject: hello\n\nHello.\n");
        store.heldMessages()
                .add(
                        new NewHeldMessage(
                                id,
                                group.id(),
                                group.address(),
                                "author@example.net",
                                null,
                                "hello",
                                "Hello.",
                                Instant.now(),
                                100,
                                "a test"),
                        new HeldMessageBounds(1000, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    public URI uri(String path) {
        return uri(port, path);
    }

    public static URI uri(MembersPort port, String path) {
        return URI.create("http://127.0.0.1:" + port.port() + path);
    }

    public int port() {
        return port.port();
    }

    /** Returns a request of a user who sends the right password with it. */
    public HttpRequest.Builder as(String user, String path) {
        return request(path).header("Authorization", basic(user, user.substring(0, user.indexOf('@'))));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String user, String path) {
        return send(as(user, path).GET());
    }

    /** Sends a JSON body. */
    public static HttpRequest.Builder json(HttpRequest.Builder request, String method, String body) {
        return request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
    }

    /** Logs in, and returns the cookie to send. */
    public String logIn(String user, String password) {
        HttpResponse<String> answer = send(
                json(request("/api/session"), "POST", "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}"));
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        port.close();
        store.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
