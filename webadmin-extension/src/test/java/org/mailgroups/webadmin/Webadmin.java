// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import io.restassured.config.EncoderConfig;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.apache.http.conn.scheme.PlainSocketFactory;
import org.apache.http.conn.scheme.Scheme;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.impl.client.AbstractHttpClient;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.conn.BasicClientConnectionManager;
import org.apache.james.json.DTOConverter;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.task.Hostname;
import org.apache.james.task.MemoryTaskManager;
import org.apache.james.task.Task;
import org.apache.james.task.TaskId;
import org.apache.james.task.TaskManager;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.WebAdminServer;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.mdc.LoggingRequestFilter;
import org.apache.james.webadmin.mdc.RequestLogger;
import org.apache.james.webadmin.routes.TasksRoutes;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mailgroups.CoreModule;
import org.mailgroups.backup.BackupStaging;
import org.mailgroups.backup.MappedGroups;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.correspondence.Correspondence;
import org.mailgroups.creation.CreationRules;
import org.mailgroups.creation.NamePattern;
import org.mailgroups.delivery.CancellationListener;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Identities;
import org.mailgroups.distribution.Limits;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.setting.OneClick;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.imports.Staging;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.moderation.FakeHeldMessages;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.HeldMessageContent;
import org.mailgroups.moderation.HeldMessageDecisions;
import org.mailgroups.moderation.HeldMessageLimit;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.right.Principal;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.FakeLocalAddresses;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.contact.AddressBookRoutes;
import org.mailgroups.webadmin.contact.ContactGroupRoutes;
import org.mailgroups.webadmin.contact.ContactRoutes;
import org.mailgroups.webadmin.group.GroupRoutes;
import org.mailgroups.webadmin.group.GroupTasks;
import org.mailgroups.webadmin.group.MembershipRoutes;
import org.mailgroups.webadmin.imports.ImportTasksModule;
import org.mailgroups.webadmin.posting.GroupPostingRoutes;
import org.mailgroups.webadmin.posting.PostingRoutes;
import org.mailgroups.webadmin.profile.ProfileRoutes;

/**
 * James' own webadmin server with our routes on the real store, for the tests of one class.
 *
 * <p>Before each test there are no groups, no profiles and no contacts. There are the domains example.org and
 * example.net, the users alice, bob and carol of example.org, and the mapping info@example.org. Alice makes the calls.
 */
public final class Webadmin implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    public static final String ALICE = "alice@example.org";
    public static final String BOB = "bob@example.org";
    public static final String CAROL = "carol@example.org";
    public static final String ALIAS = "info@example.org";
    public static final String TEAM = "team@example.org";

    public static final int MAX_BACKUP_BYTES = 4 << 20;

    private static final Limits SMALL_LIMITS = new Limits(3, 50);
    /** The size of the largest file that can be imported here. */
    public static final int MAX_IMPORT_BYTES = 20 << 20;

    private static final int SOCKET_TIMEOUT_MILLIS = 20_000;
    private static final Duration TASK_LIMIT = Duration.ofMinutes(5);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final RestAssuredConfig CONFIG = RestAssuredConfig.newConfig()
            .encoderConfig(EncoderConfig.encoderConfig().defaultContentCharset(StandardCharsets.UTF_8))
            .httpClient(HttpClientConfig.httpClientConfig().httpClientFactory(Webadmin::plainClient));

    private final AuthenticationFilter authentication;
    private LoggingRequestFilter requestLog = LoggingRequestFilter.create();
    private final FakeLocalAddresses localAddresses = new FakeLocalAddresses();
    private final FakeMappedGroups mappedGroups = new FakeMappedGroups(localAddresses);
    private final FakeCorrespondence correspondence = new FakeCorrespondence();
    /** Why no group can offer one click; null if all can. */
    private String oneClickObstacle;

    private final List<UUID> cancelled = new CopyOnWriteArrayList<>();
    private final Map<Address, Rewritten> leads = new ConcurrentHashMap<>();
    private final AtomicInteger expansions = new AtomicInteger();
    private volatile String login;
    private Path directory;
    private GroupStore store;
    private BreakableTasks tasks;
    private Injector injector;
    private FakeHeldMessages heldContent;
    private WebAdminServer server;

    /** Creates a server that asks for no token. {@link #askAs} sets the user who makes the calls. */
    public Webadmin() {
        authentication = (request, response) -> {
            if (login != null) {
                request.attribute(AuthenticationFilter.LOGIN, login);
            }
        };
    }

    /** Returns the postings of whose cancellation the delivery was told. */
    public List<UUID> cancelled() {
        return cancelled;
    }

    /** Creates a server with one of James' own authentications. */
    public Webadmin(AuthenticationFilter authentication) {
        this.authentication = authentication;
    }

    /** Lets another log of requests stand in the place of James' own, which reads each body. */
    public Webadmin withRequestLog(RequestLogger log) {
        requestLog = new LoggingRequestFilter(Set.of(log));
        return this;
    }

    /** The number of held messages at which {@link HeldMessageLimit} says that a group can hold no more. */
    public static final HeldMessageBounds MAX_HELD = new HeldMessageBounds(2, Long.MAX_VALUE, Long.MAX_VALUE);

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (isNested(context)) {
            return;
        }
        directory = Files.createTempDirectory("groups");
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory.resolve("store")), Clock.systemUTC());
        tasks = new BreakableTasks();
        heldContent = new FakeHeldMessages(store.heldMessages());
        injector = Guice.createInjector(new CoreModule(), new Fakes());
        server = new WebAdminServer(
                WebAdminConfiguration.TEST_CONFIGURATION,
                Stream.concat(routes().stream(), Stream.of(tasksRoutes())).toList(),
                authentication,
                new RecordingMetricFactory(),
                requestLog) {}.start();
    }

    /** James' task manager, which takes no task while it is broken. */
    private static final class BreakableTasks extends MemoryTaskManager {
        private volatile RuntimeException reason;

        BreakableTasks() {
            super(new Hostname("test"));
        }

        @Override
        public TaskId submit(Task task) {
            if (reason != null) {
                throw reason;
            }
            return super.submit(task);
        }
    }

    /** Lets no task begin, for a reason, until it is called with null. */
    public void breakTasks(RuntimeException reason) {
        tasks.reason = reason;
    }

    /** Returns the directory of imports. */
    public Path importDirectory() {
        return importSettings().stagingDirectory();
    }

    /** Fakes in the place of the mail server. */
    private final class Fakes extends AbstractModule {
        @Override
        protected void configure() {
            bind(Clock.class).toInstance(Clock.systemUTC());
            bind(GroupStore.class).toInstance(store);
            bind(LocalAddresses.class).toInstance(localAddresses);
            bind(AddressRewriting.class).toInstance(new FewAliases());
            bind(Identities.class).toInstance(Webadmin.this::identities);
            bind(CancellationListener.class).toInstance(cancelled::add);
            bind(MappedGroups.class).toInstance(mappedGroups);
            bind(Correspondence.class).toInstance(correspondence);
            bind(OneClick.class).toInstance(domain -> Optional.ofNullable(oneClickObstacle));
            bind(CreationRules.class).toInstance(new CreationRules(true, List.of(NamePattern.ANY), 10));
            bind(HeldMessageContent.class).toInstance(heldContent);
            bind(HeldMessageDecisions.class).toInstance(heldContent);
            bind(HeldMessageLimit.class).toInstance(groupId -> heldMessages().isFull(groupId, MAX_HELD));
            bind(TaskManager.class).toInstance(tasks);
            bind(ImportSettings.class).toInstance(importSettings());
            bind(BackupStaging.class)
                    .toInstance(new BackupStaging(
                            new ImportSettings(directory.resolve("staging"), MAX_BACKUP_BYTES), store.files()));
        }

        @Provides
        Expander expander(GroupDirectory directory, GroupLookup lookup, AddressRewriting rewriting) {
            expansions.incrementAndGet();
            return new Expander(directory, lookup, rewriting, SMALL_LIMITS);
        }
    }

    /** Returns how often a call has asked for the expander, as it does for each expansion. */
    public int expansions() {
        return expansions.get();
    }

    /** Returns a service of the server, for a test that does not come over HTTP. */
    public <T> T service(Class<T> type) {
        return injector.getInstance(type);
    }

    /** Returns our routes. */
    public List<Routes> routes() {
        return List.of(
                service(GroupRoutes.class),
                service(MembershipRoutes.class),
                service(GroupPostingRoutes.class),
                service(PostingRoutes.class),
                service(ProfileRoutes.class),
                service(ContactGroupRoutes.class),
                service(ContactRoutes.class),
                service(AddressBookRoutes.class));
    }

    /** Returns whether a test class is nested. Such a class shares the server of the class around it. */
    private static boolean isNested(ExtensionContext context) {
        return context.getRequiredTestClass().isAnnotationPresent(Nested.class);
    }

    /** Returns the users' messages with contacts. */
    public FakeCorrespondence correspondence() {
        return correspondence;
    }

    /** Returns the addresses of a user. The mapping is an alias of alice. */
    private Set<Address> identities(Address sender) {
        Set<Address> ofAlice = Set.of(Address.parse(ALICE), Address.parse(ALIAS));
        if (ofAlice.contains(sender)) {
            return ofAlice;
        }
        return localAddresses.isUser(sender) ? Set.of(sender) : Set.of();
    }

    /** Changes the store past this product, as an SQL client would. */
    public void editByHand(String sql) throws SQLException {
        EmbeddedDataSource database = new EmbeddedDataSource();
        database.setDatabaseName(directory.resolve("store").toString());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public HeldMessageRepository heldMessages() {
        return store.heldMessages();
    }

    /** Returns the held messages themselves, and the decisions about them. */
    public FakeHeldMessages heldContent() {
        return heldContent;
    }

    private ImportSettings importSettings() {
        return new ImportSettings(directory.resolve("imports"), MAX_IMPORT_BYTES);
    }

    private TasksRoutes tasksRoutes() {
        return new TasksRoutes(
                tasks,
                new JsonTransformer(),
                new DTOConverter<>(Stream.concat(
                                service(GroupTasks.class).taskAdditionalInformationDTOModules().stream(),
                                service(ImportTasksModule.class).taskAdditionalInformationDTOModules().stream())
                        .collect(Collectors.toSet())));
    }

    public GroupRepository groups() {
        return store.groups();
    }

    public ProfileRepository profiles() {
        return store.profiles();
    }

    public ContactRepository contacts() {
        return store.contacts();
    }

    public ContactMemberships contactMemberships() {
        return store.contactMemberships();
    }

    /** Lets no group offer one click. */
    public void forbidOneClick(String reason) {
        oneClickObstacle = reason;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        oneClickObstacle = null;
        groups().list(GroupFilter.all(), PageRequest.first(PageRequest.MAX_LIMIT))
                .items()
                .forEach(group -> groups().delete(group.address(), OptionalLong.empty()));
        Page.all(page -> profiles().search("", page))
                .flatMap(List::stream)
                .map(Profile::user)
                .forEach(profiles()::delete);
        contacts()
                .groups(Optional.empty(), PageRequest.first(PageRequest.MAX_LIMIT))
                .items()
                .forEach(found ->
                        contacts().deleteGroup(found.group().id(), new ContactsFate.Delete(), OptionalLong.empty()));
        heldContent.clear();
        localAddresses.clear();
        leads.clear();
        mappedGroups.clear();
        localAddresses.addDomain("example.org");
        localAddresses.addDomain("example.net");
        localAddresses.addUser(ALICE);
        localAddresses.addUser(BOB);
        localAddresses.addUser(CAROL);
        localAddresses.addMapping(ALIAS);
        login = ALICE;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (isNested(context)) {
            return;
        }
        server.destroy();
        tasks.stop();
        store.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    /** Returns the users and mappings of the mail server. */
    public FakeLocalAddresses localAddresses() {
        return localAddresses;
    }

    /** Returns the names of the files in the directory of imports. */
    public List<String> stagedFiles() {
        return List.of(importSettings().stagingDirectory().toFile().list());
    }

    /** Leaves the traces of a server that was killed in the middle of an import. Returns the id of the task. */
    public String leaveImportBehind(Address group) {
        UUID id = UUID.randomUUID();
        UUID task = UUID.randomUUID();
        ImportTarget target = ImportTarget.membersOf(groups().find(group).orElseThrow());
        store.imports().submit(new NewImport(id, target, Principal.postmaster(ALICE), ImportMode.ADD, false, 1));
        store.imports().assignTask(id, task);
        store.imports().tryStart(id);
        for (String ending : List.of(".csv", ".plan")) {
            try {
                Files.writeString(importSettings().stagingDirectory().resolve(id + ending), "Identifier;Name");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return task.toString();
    }

    /** Treats the imports as a server does when it starts. */
    public void restartImports() {
        new Staging(importSettings(), store.imports(), store.files());
    }

    /** Returns a user without aliases, as the principal of a call that does not come over HTTP. */
    public static Principal user(String address) {
        return new Principal.User(Address.parse(address), Set.of());
    }

    /** Sets the user who makes the calls from now on; null for a server without authentication. */
    public void askAs(String user) {
        login = user;
    }

    /** Returns the mail server's own groups. */
    public FakeMappedGroups mappedGroups() {
        return mappedGroups;
    }

    /** Returns the backups that wait for a task. */
    public List<Path> stagedBackups() {
        try (Stream<Path> files = Files.list(directory.resolve("staging"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of the task that an answer announces. Returns the task's details. */
    public Response ended(Response announced) {
        announced.then().statusCode(201);
        String task = Json.of(announced).getString("taskId");
        assertThat(announced.header("Location")).isEqualTo("/tasks/" + task);
        // James looks every half a second whether a task has ended.
        await().atMost(TASK_LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> tasks.getExecutionDetails(TaskId.fromString(task))
                        .getStatus()
                        .isFinished());
        Response ended = call().get("/tasks/" + task + "/await");
        ended.then().statusCode(200);
        return ended;
    }

    /** Waits for the regular end of a task. Returns its summary. */
    public Map<String, Object> completed(Response announced) {
        Response ended = ended(announced);
        Json details = Json.of(ended);
        assertThat(details.getString("status")).isEqualTo("completed");
        return details.getMap("additionalInformation");
    }

    /** Waits for the end of a task. Returns its summary letter by letter, with the word TIME for the time. */
    public String summaryJson(Response announced) {
        return ended(announced)
                .asString()
                .replaceAll(".*\"additionalInformation\":(\\{.*?\"timestamp\":)\"[^\"]*Z\"}.*", "$1\"TIME\"}");
    }

    /** Returns a call without a body. Its path is sent as it is, with all percent signs. */
    public RequestSpecification call() {
        return given().port(server.getPort().getValue())
                .urlEncodingEnabled(false)
                .config(CONFIG);
    }

    /** Returns a client without TLS: the usual one reads all certificates of the JVM, for each call. */
    @SuppressWarnings("deprecation") // RestAssured takes no other kind
    private static AbstractHttpClient plainClient() {
        SchemeRegistry schemes = new SchemeRegistry();
        schemes.register(new Scheme("http", 80, PlainSocketFactory.getSocketFactory()));
        return new DefaultHttpClient(new BasicClientConnectionManager(schemes));
    }

    /**
     * Calls GET, the path as it is, and returns the answer. For tests that call thousands of times: {@link #call} has
     * more to say, and takes longer.
     */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + server.getPort().getValue() + path);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** Returns a call with a JSON body. */
    public RequestSpecification call(String json) {
        return call().contentType(ContentType.JSON).body(json);
    }

    /** Creates a group that alice administers. */
    public Response createGroup(String address, String... members) {
        String list = members.length == 0 ? "" : "\"" + String.join("\",\"", members) + "\"";
        Response response = call("{\"name\":\"A group\",\"administrators\":[\"" + ALICE + "\"],\"members\":[" + list
                        + "]}")
                .put("/groups/" + address);
        response.then().statusCode(201);
        return response;
    }

    /** Sends bytes as they are, and returns the whole answer. The request should ask to close the connection. */
    public String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.getPort().getValue())) {
            socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Lets an alias lead to an address. */
    public void leadTo(Address alias, Address target) {
        leads.put(alias, new Rewritten.To(Set.of(target)));
    }

    /** A rewriting that leaves every local address as it is, but for the aliases that lead somewhere. */
    private final class FewAliases implements AddressRewriting {
        @Override
        public Set<String> localDomains() {
            return localAddresses.localDomains();
        }

        @Override
        public Map<Address, Rewritten> rewrite(Collection<Address> addresses) {
            return addresses.stream()
                    .filter(leads::containsKey)
                    .distinct()
                    .collect(Collectors.toMap(address -> address, leads::get));
        }
    }
}
