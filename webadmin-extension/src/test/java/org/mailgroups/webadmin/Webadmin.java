/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.config.EncoderConfig;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.apache.james.json.DTOConverter;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.task.Hostname;
import org.apache.james.task.MemoryTaskManager;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.WebAdminServer;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.mdc.LoggingRequestFilter;
import org.apache.james.webadmin.routes.TasksRoutes;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.GroupDirectory;
import org.mailgroups.distribution.GroupLookup;
import org.mailgroups.distribution.Limits;
import org.mailgroups.distribution.Membership;
import org.mailgroups.group.Address;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.HeldMessageRepository;
import org.mailgroups.group.ImportMode;
import org.mailgroups.group.ImportSettings;
import org.mailgroups.group.ImportTarget;
import org.mailgroups.group.NewImport;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Principal;
import org.mailgroups.group.Profile;
import org.mailgroups.group.ProfileRepository;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.webadmin.contact.AddressBookRoutes;
import org.mailgroups.webadmin.contact.AddressBookService;
import org.mailgroups.webadmin.contact.ContactFileEndpoints;
import org.mailgroups.webadmin.contact.ContactFiles;
import org.mailgroups.webadmin.contact.ContactGroupRoutes;
import org.mailgroups.webadmin.contact.ContactGroupService;
import org.mailgroups.webadmin.contact.ContactImportService;
import org.mailgroups.webadmin.contact.ContactRoutes;
import org.mailgroups.webadmin.contact.ContactService;
import org.mailgroups.webadmin.contact.CorrespondenceEndpoints;
import org.mailgroups.webadmin.contact.CorrespondenceService;
import org.mailgroups.webadmin.group.AddressRules;
import org.mailgroups.webadmin.group.Ancestors;
import org.mailgroups.webadmin.group.BackupFile;
import org.mailgroups.webadmin.group.BackupRestore;
import org.mailgroups.webadmin.group.BackupStaging;
import org.mailgroups.webadmin.group.CandidateService;
import org.mailgroups.webadmin.group.ContactMemberService;
import org.mailgroups.webadmin.group.ExplainService;
import org.mailgroups.webadmin.group.FileEndpoints;
import org.mailgroups.webadmin.group.GroupFiles;
import org.mailgroups.webadmin.group.GroupRoutes;
import org.mailgroups.webadmin.group.GroupService;
import org.mailgroups.webadmin.group.GroupTasks;
import org.mailgroups.webadmin.group.HeldMessageService;
import org.mailgroups.webadmin.group.ImportEndpoints;
import org.mailgroups.webadmin.group.MappedGroupsImport;
import org.mailgroups.webadmin.group.MemberAccess;
import org.mailgroups.webadmin.group.MemberContacts;
import org.mailgroups.webadmin.group.MemberImportService;
import org.mailgroups.webadmin.group.MemberKinds;
import org.mailgroups.webadmin.group.MemberService;
import org.mailgroups.webadmin.group.MembershipRoutes;
import org.mailgroups.webadmin.group.MembershipService;
import org.mailgroups.webadmin.group.ModerationEndpoints;
import org.mailgroups.webadmin.group.RecipientService;
import org.mailgroups.webadmin.group.TaskEndpoints;
import org.mailgroups.webadmin.group.UserFiles;
import org.mailgroups.webadmin.imports.ImportService;
import org.mailgroups.webadmin.imports.ImportTasksModule;
import org.mailgroups.webadmin.imports.Staging;
import org.mailgroups.webadmin.profile.ProfileImportService;
import org.mailgroups.webadmin.profile.ProfileRoutes;
import org.mailgroups.webadmin.profile.ProfileService;

/**
 * James' own webadmin server with our routes on the real store, for the tests of one class. Before each test: no groups, no profiles, no contacts, the domains example.org and
 * example.net, the users alice, bob and carol of example.org, the mapping info@example.org, and alice asking.
 */
public final class Webadmin implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    public static final String ALICE = "alice@example.org";
    public static final String BOB = "bob@example.org";
    public static final String CAROL = "carol@example.org";
    public static final String ALIAS = "info@example.org";
    public static final String TEAM = "team@example.org";

    public static final int MAX_BACKUP_BYTES = 4 << 20;

    private static final Limits SMALL_LIMITS = new Limits(3, 50);
    /** The longest file that can be imported here. */
    public static final int MAX_IMPORT_BYTES = 20 << 20;

    private static final int SOCKET_TIMEOUT_MILLIS = 20_000;

    private final AuthenticationFilter authentication;
    private final FakeLocalAddresses localAddresses = new FakeLocalAddresses();
    private final FakeMappedGroups mappedGroups = new FakeMappedGroups(localAddresses);
    private final FakeCorrespondence correspondence = new FakeCorrespondence();
    private volatile String login;
    private Path directory;
    private GroupStore store;
    private MemoryTaskManager tasks;
    private ImportService imports;
    private FakeHeldMessages heldContent;
    private WebAdminServer server;

    /** In the place of tokens: who asks is whom {@link #askAs} says. */
    public Webadmin() {
        authentication = (request, response) -> {
            if (login != null) {
                request.attribute(AuthenticationFilter.LOGIN, login);
            }
        };
    }

    /** With an authentication of James'. */
    public Webadmin(AuthenticationFilter authentication) {
        this.authentication = authentication;
    }

    /** How many messages may wait for one group, for those who ask. */
    public static final int MAX_HELD = 2;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (isNested(context)) {
            return;
        }
        directory = Files.createTempDirectory("groups");
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory.resolve("store")), Clock.systemUTC());
        tasks = new MemoryTaskManager(new Hostname("test"));
        imports = new ImportService(store.imports(), new Staging(importSettings(), store.imports()), tasks);
        heldContent = new FakeHeldMessages(store.heldMessages());
        server = new WebAdminServer(
                WebAdminConfiguration.TEST_CONFIGURATION,
                routes(),
                authentication,
                new RecordingMetricFactory(),
                LoggingRequestFilter.create()) {}.start();
    }

    private List<Routes> routes() {
        return List.of(
                groupRoutes(),
                membershipRoutes(),
                profileRoutes(),
                contactGroupRoutes(),
                contactRoutes(),
                addressBookRoutes(),
                tasksRoutes());
    }

    /** A nested class shares the server of the class around it. */
    private static boolean isNested(ExtensionContext context) {
        return context.getRequiredTestClass().isAnnotationPresent(Nested.class);
    }

    private GroupRoutes groupRoutes() {
        Ancestors ancestors = new Ancestors(groups());
        Expander expander = expander();
        return new GroupRoutes(
                groupService(),
                members(),
                contactMembers(),
                candidates(),
                recipients(),
                new ModerationEndpoints(
                        new ExplainService(
                                groups(),
                                new GroupDirectory(lookup(), localAddresses),
                                membership(),
                                this::identities,
                                () -> expander,
                                groupId -> heldMessages().isFull(groupId, MAX_HELD)),
                        new HeldMessageService(heldMessages(), heldContent, heldContent, Clock.systemUTC())),
                new FileEndpoints(
                        userFiles(),
                        new GroupFiles(groups()),
                        new BackupFile(groups(), store.archive(), profiles(), contactMemberships())),
                new TaskEndpoints(tasks, groupService(), mappedGroupsImport(), restore(), staging()),
                new ImportEndpoints(new MemberImportService(
                        imports,
                        groups(),
                        profiles(),
                        contacts(),
                        contactMemberships(),
                        rules(),
                        ancestors,
                        new AuditTrail())));
    }

    private Expander expander() {
        return new Expander(new GroupDirectory(lookup(), localAddresses), lookup(), new NoRewriting(), SMALL_LIMITS);
    }

    /** Who could be added to a group, for somebody who does not come over HTTP. */
    public CandidateService candidates() {
        return new CandidateService(groups(), profiles(), contacts(), localAddresses, rules(), new Ancestors(groups()));
    }

    /** The files of users, for somebody who does not come over HTTP. */
    public UserFiles userFiles() {
        return new UserFiles(groups(), profiles(), localAddresses, access(), memberContacts());
    }

    private MemberContacts memberContacts() {
        return new MemberContacts(contacts(), contactMemberships());
    }

    private ContactMemberService contactMembers() {
        return new ContactMemberService(groups(), contacts(), contactMemberships(), rules(), new AuditTrail());
    }

    private ContactGroupRoutes contactGroupRoutes() {
        return new ContactGroupRoutes(
                contactGroupService(),
                contactService(),
                new ContactFileEndpoints(
                        new ContactFiles(contacts()),
                        new ContactImportService(
                                imports,
                                contacts(),
                                contactMemberships(),
                                profiles(),
                                localAddresses,
                                lookup(),
                                new AuditTrail())));
    }

    private ContactRoutes contactRoutes() {
        return new ContactRoutes(contactService(), new CorrespondenceEndpoints(correspondenceService()));
    }

    /** The users' mailboxes. */
    public FakeCorrespondence correspondence() {
        return correspondence;
    }

    /** What users have exchanged with contacts, for somebody who does not come over HTTP. */
    public CorrespondenceService correspondenceService() {
        return new CorrespondenceService(contacts(), correspondence, localAddresses, new AuditTrail());
    }

    private AddressBookRoutes addressBookRoutes() {
        return new AddressBookRoutes(new AddressBookService(groups(), contacts()));
    }

    /** The contact groups, for somebody who does not come over HTTP. */
    public ContactGroupService contactGroupService() {
        return new ContactGroupService(contacts(), localAddresses, new NoRewriting(), new AuditTrail());
    }

    /** The contacts, for somebody who does not come over HTTP. */
    public ContactService contactService() {
        return new ContactService(contacts(), contactMemberships(), localAddresses, lookup(), new AuditTrail());
    }

    /** The expansion, for somebody who does not come over HTTP. */
    public RecipientService recipients() {
        return new RecipientService(groups(), access(), this::expander);
    }

    /** Who may list members, as a service asks it. */
    public MemberAccess access() {
        return new MemberAccess(lookup(), membership());
    }

    private Membership membership() {
        return new Membership(new GroupDirectory(lookup(), localAddresses), lookup());
    }

    /** The mapping is an alias of alice's. */
    private Set<Address> identities(Address sender) {
        Set<Address> ofAlice = Set.of(Address.parse(ALICE), Address.parse(ALIAS));
        if (ofAlice.contains(sender)) {
            return ofAlice;
        }
        return localAddresses.isUser(sender) ? Set.of(sender) : Set.of();
    }

    /** Changes the store as somebody would who does not use this product for it. */
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

    /** The held messages themselves, and what was decided about them. */
    public FakeHeldMessages heldContent() {
        return heldContent;
    }

    private ImportSettings importSettings() {
        return new ImportSettings(directory.resolve("imports"), MAX_IMPORT_BYTES);
    }

    private GroupService groupService() {
        return new GroupService(groups(), localAddresses, rules(), new AuditTrail());
    }

    private MappedGroupsImport mappedGroupsImport() {
        return new MappedGroupsImport(
                mappedGroups, groups(), localAddresses, rules(), new Ancestors(groups()), new AuditTrail());
    }

    private BackupRestore restore() {
        return new BackupRestore(
                groups(),
                store.archive(),
                profiles(),
                contacts(),
                contactMemberships(),
                localAddresses,
                new AuditTrail());
    }

    private BackupStaging staging() {
        return new BackupStaging(new ImportSettings(directory.resolve("staging"), MAX_BACKUP_BYTES));
    }

    private TasksRoutes tasksRoutes() {
        return new TasksRoutes(
                tasks,
                new JsonTransformer(),
                new DTOConverter<>(Stream.concat(
                                new GroupTasks(mappedGroupsImport(), restore(), staging())
                                        .taskAdditionalInformationDTOModules().stream(),
                                new ImportTasksModule().taskAdditionalInformationDTOModules().stream())
                        .collect(Collectors.toSet())));
    }

    private MembershipRoutes membershipRoutes() {
        return new MembershipRoutes(
                new MembershipService(groups(), new Ancestors(groups()), rules(), new AuditTrail()), members());
    }

    private ProfileRoutes profileRoutes() {
        return new ProfileRoutes(
                new ProfileService(profiles(), localAddresses, new AuditTrail()),
                new ProfileImportService(imports, profiles(), localAddresses, new AuditTrail()));
    }

    /** The members, for somebody who does not come over HTTP. */
    public MemberService members() {
        return new MemberService(
                groups(),
                rules(),
                new MemberKinds(localAddresses, lookup()),
                access(),
                memberContacts(),
                new AuditTrail());
    }

    private AddressRules rules() {
        return new AddressRules(localAddresses, lookup());
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

    private GroupLookup lookup() {
        return store.lookup();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        groups().list(GroupFilter.all(), PageRequest.first(PageRequest.MAX_LIMIT))
                .items()
                .forEach(group -> groups().delete(group.address(), OptionalLong.empty()));
        profiles().search("", PageRequest.first(PageRequest.MAX_LIMIT)).items().stream()
                .map(Profile::user)
                .forEach(profiles()::delete);
        contacts()
                .groups(Optional.empty(), PageRequest.first(PageRequest.MAX_LIMIT))
                .items()
                .forEach(found ->
                        contacts().deleteGroup(found.group().id(), new ContactsFate.Delete(), OptionalLong.empty()));
        heldContent.clear();
        localAddresses.clear();
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

    /** The users and mappings of the mail server. */
    public FakeLocalAddresses localAddresses() {
        return localAddresses;
    }

    /** What lies in the directory of imports. */
    public List<String> stagedFiles() {
        return List.of(importSettings().stagingDirectory().toFile().list());
    }

    /** Leaves behind what a server does that is killed in the middle of an import; answers with the id of its task. */
    public String leaveImportBehind(Address group) {
        UUID id = UUID.randomUUID();
        UUID task = UUID.randomUUID();
        ImportTarget target = ImportTarget.membersOf(groups().find(group).orElseThrow());
        store.imports().submit(new NewImport(id, target, new Principal(ALICE), ImportMode.ADD, false, 1));
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

    /** Does what a starting server does with imports. */
    public void restartImports() {
        new Staging(importSettings(), store.imports());
    }

    /** Who asks from now on; null for a server without authentication. */
    public void askAs(String user) {
        login = user;
    }

    /** The mail server's own groups. */
    public FakeMappedGroups mappedGroups() {
        return mappedGroups;
    }

    /** Files that wait for a task. */
    public List<Path> stagedBackups() {
        try (Stream<Path> files = Files.list(directory.resolve("staging"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the task has ended that an answer announces. */
    public Response ended(Response announced) {
        announced.then().statusCode(201);
        String task = announced.path("taskId");
        assertThat(announced.header("Location")).isEqualTo("/tasks/" + task);
        Response ended = call().get("/tasks/" + task + "/await");
        ended.then().statusCode(200);
        return ended;
    }

    /** The summary of a task that has come to its regular end. */
    public Map<String, Object> completed(Response announced) {
        Response ended = ended(announced);
        assertThat(ended.<String>path("status")).isEqualTo("completed");
        return ended.path("additionalInformation");
    }

    /** The same as it is written, but for the time. */
    public String summaryJson(Response announced) {
        return ended(announced)
                .asString()
                .replaceAll(".*\"additionalInformation\":(\\{.*?\"timestamp\":)\"[^\"]*Z\"}.*", "$1\"TIME\"}");
    }

    /** A call without a body. Paths are taken as they are, percent signs and all. */
    public RequestSpecification call() {
        return given().port(server.getPort().getValue())
                .urlEncodingEnabled(false)
                .config(RestAssuredConfig.newConfig()
                        .encoderConfig(EncoderConfig.encoderConfig().defaultContentCharset(StandardCharsets.UTF_8)));
    }

    /** A call with a JSON body. */
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

    /** Sends bytes as they are and reads the answer to its end; the request should ask the connection to be closed. */
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

    /** Every local address stays what it is. */
    private final class NoRewriting implements AddressRewriting {
        @Override
        public Set<String> localDomains() {
            return localAddresses.localDomains();
        }

        @Override
        public Map<Address, Rewritten> rewrite(Collection<Address> addresses) {
            return Map.of();
        }
    }
}
