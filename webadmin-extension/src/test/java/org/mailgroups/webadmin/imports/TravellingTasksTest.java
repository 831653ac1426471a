// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.james.server.task.json.JsonTaskSerializer;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.server.task.json.dto.TaskDTOModule;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.task.TaskId;
import org.apache.james.task.TaskManager;
import org.apache.james.task.TaskNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.CoreModule;
import org.mailgroups.backup.BackupRestore;
import org.mailgroups.backup.MappedGroups;
import org.mailgroups.backup.MappedGroupsImport;
import org.mailgroups.backup.RestoreMode;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.file.ContactFormat;
import org.mailgroups.contact.file.ContactImports;
import org.mailgroups.correspondence.Correspondence;
import org.mailgroups.deletion.Deletion;
import org.mailgroups.deletion.DeletionService;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Identities;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.imports.ImportStart;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.membership.MemberImports;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileImports;
import org.mailgroups.right.Principal;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.store.StoreDatabase;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.FakeLocalAddresses;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.FakeMappedGroups;
import org.mailgroups.webadmin.TaskSubmission;
import org.mailgroups.webadmin.group.GroupTasks;
import org.mailgroups.webadmin.group.MappedGroupsTask;
import org.mailgroups.webadmin.group.RestoreTask;
import org.mailgroups.webadmin.task.DeletionTasks;

/** Two nodes on one PostgreSQL, whose task manager passes every task on as JSON. */
class TravellingTasksTest {
    private static final Principal ALICE = Principal.postmaster("alice@example.org");
    private static final Address TEAM = Address.parse("team@example.org");

    @TempDir
    Path directory;

    private StoreConfiguration configuration;
    private Node one;
    private Node two;

    /** What James' distributed task manager makes of tasks: JSON, for whichever node comes. */
    private static final class Queue implements TaskManager {
        private final List<String> submitted = new ArrayList<>();
        private JsonTaskSerializer serializer;

        @Override
        public TaskId submit(Task task) {
            try {
                submitted.add(serializer.serialize(task));
                return TaskId.generateTaskId();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public TaskExecutionDetails getExecutionDetails(TaskId id) {
            throw new TaskNotFoundException();
        }

        @Override
        public List<TaskExecutionDetails> list() {
            return List.of();
        }

        @Override
        public List<TaskExecutionDetails> list(Status status) {
            return List.of();
        }

        @Override
        public void cancel(TaskId id) {}

        @Override
        public TaskExecutionDetails await(TaskId id, Duration timeout) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Node extends AbstractModule {
        private final Path imports;
        private final GroupStore store = GroupStore.open(configuration, Clock.systemUTC());
        private final FakeLocalAddresses addresses = new FakeLocalAddresses();
        private final Queue queue = new Queue();
        private final Injector injector;

        Node(String name) {
            imports = directory.resolve(name);
            addresses.addDomain("example.org");
            addresses.addUser("alice@example.org");
            addresses.addUser("bob@example.org");
            injector = Guice.createInjector(new CoreModule(), this);
            queue.serializer = serializer();
        }

        @Override
        protected void configure() {
            bind(Clock.class).toInstance(Clock.systemUTC());
            bind(GroupStore.class).toInstance(store);
            bind(LocalAddresses.class).toInstance(addresses);
            bind(MappedGroups.class).toInstance(new FakeMappedGroups(addresses));
            bind(Correspondence.class).toInstance(nothing(Correspondence.class));
            bind(AddressRewriting.class).toInstance(nothing(AddressRewriting.class));
            bind(Identities.class).toInstance(Set::of);
            bind(TaskManager.class).toInstance(queue);
            bind(ImportSettings.class).toInstance(new ImportSettings(imports, 1 << 20));
        }

        private <T> T nothing(Class<T> port) {
            return port.cast(Proxy.newProxyInstance(
                    port.getClassLoader(),
                    new Class<?>[] {port},
                    (proxy, method, arguments) -> method.getReturnType() == Set.class ? Set.of() : Map.of()));
        }

        private JsonTaskSerializer serializer() {
            Set<TaskDTOModule<? extends Task, ? extends TaskDTO>> modules = Stream.of(
                            get(GroupTasks.class), get(ImportTasksModule.class))
                    .flatMap(module -> module.taskDTOModules().stream())
                    .collect(Collectors.toSet());
            return new JsonTaskSerializer(modules);
        }

        <T> T get(Class<T> type) {
            return injector.getInstance(type);
        }

        List<String> files() {
            return List.of(imports.toFile().list());
        }

        UUID begin(ImportKind<?, ?> kind, String type, boolean vcards, String file) {
            ImportJob job = get(ImportService.class)
                    .begin(ALICE, kind, ImportMode.ADD, false, new ByteArrayInputStream(file.getBytes(UTF_8)));
            UUID id = job.order().id();
            get(ImportTasks.class).start(job, ImportOrder.of(type, id, kind.subject(), vcards));
            return id;
        }

        /** Runs the task that another node has submitted last. */
        Task.Result runLastOf(Node other) throws Exception {
            return serializer()
                    .deserialize(other.queue.submitted.get(other.queue.submitted.size() - 1))
                    .run();
        }

        ImportRecord record(UUID id) {
            return store.imports().find(id).orElseThrow();
        }
    }

    @BeforeEach
    void start() {
        configuration = StoreDatabase.POSTGRESQL.newStore(directory);
        one = new Node("one");
        two = new Node("two");
        one.store
                .groups()
                .create(new NewGroup(TEAM, "Team", "", List.of(Address.parse("alice@example.org")), List.of()));
    }

    @AfterEach
    void stop() {
        one.store.close();
        two.store.close();
    }

    private static Set<Address> members(Node node, String... wanted) {
        return node.store
                .groups()
                .membersAmong(TEAM, Stream.of(wanted).map(Address::parse).toList());
    }

    /** Lets alice, who is no postmaster here, begin an import. Her aliases are known wherever it runs. */
    private UUID beginAsUser(String file) {
        return beginAtMembersPort(new Principal.User(Address.parse("alice@example.org"), Set.of()), file);
    }

    private UUID beginAtMembersPort(Principal principal, String file) {
        ImportJob job = one.get(ImportService.class)
                .begin(
                        principal,
                        one.get(MemberImports.class).into(principal, TEAM),
                        ImportMode.ADD,
                        false,
                        new ByteArrayInputStream(file.getBytes(UTF_8)));
        // The route takes the same way: the module has put itself there.
        one.get(ImportStart.class).tasks().start(job);
        return job.order().id();
    }

    /** Waits until the other node has seen who the administrator is. */
    private void awaitAdministrator(String address) {
        await().until(() -> two.store
                .lookup()
                .find(TEAM)
                .filter(team -> team.administrators().contains(Address.parse(address)))
                .isPresent());
    }

    @Test
    void importOfAnAdministratorShouldTakeNoIdentifiersOnTheOtherNodeEither() throws Exception {
        one.store.profiles().save(new Profile(Address.parse("bob@example.org"), "Bob", "12345678Z"));
        awaitAdministrator("alice@example.org");
        UUID id = beginAsUser("Identifier;Name\n12345678Z;Bob\nx@far.test;\n");

        assertThat(two.runLastOf(one)).isEqualTo(Task.Result.COMPLETED);

        assertThat(members(one, "x@far.test")).hasSize(1);
        assertThat(members(one, "bob@example.org")).isEmpty();
        assertThat(one.record(id).counts().rejected()).isEqualTo(1);
    }

    @Test
    void importOfAPostmasterWithTheNameOfAUserShouldBeThatOfAPostmasterOnTheOtherNode() throws Exception {
        one.store.profiles().save(new Profile(Address.parse("bob@example.org"), "Bob", "12345678Z"));
        UUID id = beginAtMembersPort(
                Principal.postmaster("bob@example.org"), "Identifier;Name\n12345678Z;Bob\nx@far.test;\n");

        assertThat(two.runLastOf(one)).isEqualTo(Task.Result.COMPLETED);

        assertThat(members(one, "bob@example.org", "x@far.test")).hasSize(2);
        assertThat(one.record(id).counts().rejected()).isZero();
    }

    @Test
    void importOfSomebodyWhoIsNoAdministratorAnyMoreShouldNotBeginOnTheOtherNode() throws Exception {
        UUID id = beginAsUser("Identifier;Name\nx@far.test;\n");
        one.store
                .groups()
                .update(
                        TEAM,
                        GroupChange.nothing().withAdministrators(List.of(Address.parse("bob@example.org"))),
                        OptionalLong.empty());
        awaitAdministrator("bob@example.org");

        assertThatThrownBy(() -> two.runLastOf(one)).hasMessageContaining("only administrators");

        assertThat(members(one, "x@far.test")).isEmpty();
        assertThat(one.record(id).status()).isEqualTo(ImportStatus.FAILED);
        assertThat(one.record(id).reason()).get().asString().contains("only administrators of team@example.org");
    }

    @Test
    void importOfMembersShouldRunOnTheOtherNode() throws Exception {
        UUID id = one.begin(
                one.get(MemberImports.class).into(ALICE, TEAM),
                "group-members-import",
                false,
                "Identifier;Name\nbob@example.org;Bob\nx@far.test;\nnobody@example.org;\n");

        assertThat(one.files()).isEmpty();
        assertThat(one.queue.submitted).hasSize(1);
        assertThat(one.queue.submitted.get(0))
                .contains(id.toString())
                .doesNotContain("bob@example.org")
                .hasSizeLessThan(300);
        assertThat(two.runLastOf(one)).isEqualTo(Task.Result.COMPLETED);

        assertThat(members(one, "bob@example.org", "x@far.test")).hasSize(2);
        assertThat(one.record(id).status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(one.record(id).counts().rejected()).isEqualTo(1);
        assertThat(one.record(id).principal()).isEqualTo("alice@example.org");
        assertThat(two.files()).isEmpty();
    }

    @Test
    void importOfProfilesAndOfContactsShouldRunOnTheOtherNode() throws Exception {
        UUID profiles = one.begin(
                one.get(ProfileImports.class).all(ALICE),
                "profiles-import",
                false,
                "User;Identifier;Name\nbob@example.org;12345678Z;Bob\n");
        assertThat(two.runLastOf(one)).isEqualTo(Task.Result.COMPLETED);
        assertThat(two.record(profiles).counts().added()).isEqualTo(1);

        UUID book = one.store
                .contacts()
                .createGroup("example.org", new ContactGroupName("People"))
                .id();
        UUID contacts = one.begin(
                one.get(ContactImports.class).into(ALICE, book, ContactFormat.VCARD),
                "contacts-import",
                true,
                "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\r\nEMAIL:ann@x.test\r\nEND:VCARD\r\n");
        assertThat(two.runLastOf(one)).isEqualTo(Task.Result.COMPLETED);
        assertThat(two.record(contacts).counts().added()).isEqualTo(1);
    }

    @Test
    void importShouldRunOnceWhenItsTaskIsDeliveredTwice() throws Exception {
        UUID id = one.begin(
                one.get(MemberImports.class).into(ALICE, TEAM),
                "group-members-import",
                false,
                "Identifier;Name\nx@far.test;\n");
        two.runLastOf(one);
        one.store.groups().removeMembers(TEAM, List.of(Address.parse("x@far.test")), OptionalLong.empty());

        assertThatThrownBy(() -> two.runLastOf(one)).hasMessageContaining("it is completed");

        assertThat(members(one, "x@far.test")).isEmpty();
        assertThat(one.record(id).status()).isEqualTo(ImportStatus.COMPLETED);
    }

    @Test
    void importShouldSayWhyWhenItsGroupIsGone() {
        one.begin(
                one.get(MemberImports.class).into(ALICE, TEAM),
                "group-members-import",
                false,
                "Identifier;Name\nx@far.test;\n");
        one.store.groups().delete(TEAM, OptionalLong.empty());

        assertThatThrownBy(() -> two.runLastOf(one))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("there is no import");
    }

    @Test
    void importShouldSayWhyWhenItsFileIsGone() {
        UUID id = one.begin(
                one.get(MemberImports.class).into(ALICE, TEAM),
                "group-members-import",
                false,
                "Identifier;Name\nx@far.test;\n");
        one.store.files().remove(id + ".csv");

        assertThatThrownBy(() -> two.runLastOf(one)).isInstanceOf(NotFoundException.class);

        assertThat(one.record(id).status()).isEqualTo(ImportStatus.FAILED);
        assertThat(one.record(id).reason())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains(id + ".csv").contains("upload it again"));
    }

    private static final String BACKUP = "{\"version\":1,\"groups\":[\n{\"group\":{\"address\":\"back@example.org\","
            + "\"name\":\"Back\",\"description\":\"\",\"administrators\":[\"alice@example.org\"],\"memberCount\":1,"
            + "\"createdAt\":\"2020-01-02T03:04:05.678Z\",\"settings\":{}},\"members\":["
            + "{\"address\":\"x@far.test\",\"addedAt\":\"2020-01-02T03:04:05.678Z\"}]}],\"profiles\":[]}";

    @Test
    void restoreShouldRunOnTheOtherNode() throws Exception {
        BackupRestore restore = one.get(BackupRestore.class);
        UUID backup = restore.stage(ALICE, new ByteArrayInputStream(BACKUP.getBytes(UTF_8)));
        restore.letTravel(backup);
        one.get(TaskSubmission.class)
                .submit(
                        new RestoreTask(restore, new BackupRestore.Order(ALICE, backup, RestoreMode.SKIP, false)),
                        () -> {});

        assertThat(one.files()).isEmpty();
        assertThat(two.runLastOf(one)).isEqualTo(Task.Result.COMPLETED);

        assertThat(one.store
                        .groups()
                        .find(Address.parse("back@example.org"))
                        .orElseThrow()
                        .memberCount())
                .isEqualTo(1);
        assertThat(two.files()).isEmpty();
        assertThatThrownBy(() -> two.runLastOf(one))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("backup-" + backup);
    }

    @Test
    void takeOverShouldRunOnTheOtherNode() throws Exception {
        two.get(MappedGroups.class);
        MappedGroupsImport.Order order =
                new MappedGroupsImport.Order(ALICE, List.of(Address.parse("alice@example.org")), true);
        one.get(TaskSubmission.class).submit(new MappedGroupsTask(one.get(MappedGroupsImport.class), order), () -> {});

        assertThat(two.runLastOf(one)).isEqualTo(Task.Result.COMPLETED);
    }

    @Test
    void deletionShouldRunOnTheOtherNode() throws Exception {
        Address large = Address.parse("large@example.org");
        one.store
                .groups()
                .create(new NewGroup(
                        large,
                        "Large",
                        "",
                        List.of(Address.parse("alice@example.org")),
                        IntStream.rangeClosed(0, DeletionService.MAX_MEMBERS_AT_ONCE)
                                .mapToObj(i -> NewMember.of(Address.parse("m" + i + "@far.test")))
                                .toList()));
        DeletionTasks deletions = one.get(DeletionTasks.class);
        deletions.answer(deletions.deletions().disband(ALICE, large, ExpectedVersions.any()), () -> {
            throw new AssertionError("it takes long");
        });
        assertThat(two.store.looseMembers().signs()).hasSize(1);

        assertThat(two.runLastOf(one)).isEqualTo(Task.Result.COMPLETED);

        assertThat(one.store.looseMembers().signs()).isEmpty();
    }

    @Test
    void everyKindOfDeletionShouldBeReadBackAsItWas() throws Exception {
        JsonTaskSerializer serializer = one.serializer();
        for (Deletion.Kind kind : Deletion.Kind.values()) {
            Deletion deletion = new Deletion(ALICE, kind, "x@far.test", List.of("7", "8"));
            String json = serializer.serialize(DeletionTasks.task(one.get(DeletionService.class), deletion));

            assertThat(serializer.serialize(serializer.deserialize(json)))
                    .isEqualTo(json)
                    .contains(kind.word());
        }
    }

    @Test
    void importsIntoOneTargetShouldBeListedOnBothNodes() {
        one.begin(
                one.get(MemberImports.class).into(ALICE, TEAM),
                "group-members-import",
                false,
                "Identifier;Name\nx@far.test;\n");
        ImportTarget target =
                ImportTarget.membersOf(one.store.groups().find(TEAM).orElseThrow());

        assertThat(two.get(ImportService.class)
                        .list(two.get(MemberImports.class).into(ALICE, TEAM), PageRequest.first(10))
                        .items())
                .extracting(ImportRecord::status)
                .containsExactly(ImportStatus.WAITING);
        assertThat(two.store.imports().list(target)).hasSize(1);
    }
}
