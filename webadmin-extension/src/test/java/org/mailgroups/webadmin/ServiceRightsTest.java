// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mailgroups.webadmin.RightsWorld.ALICE;
import static org.mailgroups.webadmin.RightsWorld.BOB;
import static org.mailgroups.webadmin.RightsWorld.CAROL;
import static org.mailgroups.webadmin.RightsWorld.DAVE;
import static org.mailgroups.webadmin.RightsWorld.EVE;
import static org.mailgroups.webadmin.RightsWorld.FRANK;
import static org.mailgroups.webadmin.RightsWorld.INNER;
import static org.mailgroups.webadmin.RightsWorld.TEAM;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import ezvcard.VCardVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.apppassword.AppPasswordService;
import org.mailgroups.backup.BackupFile;
import org.mailgroups.backup.BackupRestore;
import org.mailgroups.backup.MappedGroupsImport;
import org.mailgroups.backup.Report;
import org.mailgroups.backup.RestoreMode;
import org.mailgroups.bounce.BounceService;
import org.mailgroups.choice.Choice;
import org.mailgroups.choice.Delivery;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactGroupService;
import org.mailgroups.contact.ContactService;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.file.ContactFiles;
import org.mailgroups.contact.file.ContactFormat;
import org.mailgroups.contact.file.ContactImports;
import org.mailgroups.correspondence.CorrespondenceService;
import org.mailgroups.creation.CreationService;
import org.mailgroups.decision.Ruling;
import org.mailgroups.deletion.Deletion;
import org.mailgroups.deletion.DeletionProgress;
import org.mailgroups.deletion.DeletionService;
import org.mailgroups.delivery.PostingFilter;
import org.mailgroups.delivery.PostingProgress;
import org.mailgroups.delivery.PostingService;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.directory.DirectoryService;
import org.mailgroups.distribution.ExplainService;
import org.mailgroups.exclusion.ExclusionService;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupDraft;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupService;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.file.GroupFiles;
import org.mailgroups.joining.JoinRequestService;
import org.mailgroups.joining.JoiningService;
import org.mailgroups.leaving.LeavingService;
import org.mailgroups.membership.CandidateService;
import org.mailgroups.membership.ChoiceService;
import org.mailgroups.membership.ContactMemberService;
import org.mailgroups.membership.MemberImports;
import org.mailgroups.membership.MemberService;
import org.mailgroups.membership.MembershipService;
import org.mailgroups.membership.OwnGroupService;
import org.mailgroups.membership.OwnImports;
import org.mailgroups.membership.RecipientService;
import org.mailgroups.membership.UserFiles;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileImports;
import org.mailgroups.profile.ProfileService;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Relation;
import org.mailgroups.right.Thing;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.work.Cancellation;

/**
 * Calls every method of every service that a door has, in the name of everybody, and compares what happens with
 * docs/rights.md. A method without a row there or here fails.
 */
class ServiceRightsTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Path PAGE = Path.of("../docs/rights.md");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+\\.\\w+)`(, [^|]+)? \\| `(\\w+)`(\\.\\.\\.)? \\|");
    private static final Address STRANGER = Address.parse("stranger@elsewhere.test");
    private static final PageRequest PAGE_OF_TEN = PageRequest.first(10);
    private static final ExpectedVersions ANY = ExpectedVersions.any();
    private static final Principal POSTMASTER = Principal.postmaster("root");

    /** Methods that ask for no right, by the reason. */
    private static final Map<String, List<String>> FREE = Map.of(
            "says what is nobody's secret",
            List.of("BackupRestore.maxBytes", "ImportService.maxBytes", "ContactFiles.template", "UserFiles.example"),
            "takes what only a call before can have handed out, to one who had the right",
            List.of(
                    "BackupRestore.letTravel",
                    "BackupRestore.discard",
                    "ImportService.begin",
                    "ImportService.letTravel",
                    "ImportService.withdraw",
                    "ImportService.resume",
                    "ImportService.assign",
                    "ImportService.endIfItNeverBegan",
                    "ImportService.list",
                    "ImportService.rejections",
                    "ImportService.warnings"),
            "is called by the server itself, while it starts or when it carries out what was ordered",
            List.of("ImportStart.by", "ImportStart.tasks", "Identities.of"));

    private RightsWorld world;

    /** What becomes of a call. */
    private enum Outcome {
        DONE,
        NOT_ALLOWED,
        NOT_FOUND
    }

    /** A call of a service. */
    @FunctionalInterface
    private interface Attempt {
        void by(Principal principal, RightsWorld world) throws IOException;
    }

    /**
     * A row of the page, and how it is called.
     *
     * @param method and how it is called, if that matters
     * @param thing what a link must be about
     */
    private record Row(String method, Function<RightsWorld, Thing> thing, Attempt attempt) {
        @Override
        public String toString() {
            return method;
        }
    }

    private static final class Rows {
        private final List<Row> all = new ArrayList<>();

        <S> void add(Class<S> service, String method, Function<RightsWorld, Thing> thing, Call<S> call) {
            all.add(new Row(
                    service.getSimpleName() + "." + method,
                    thing,
                    (principal, world) -> call.of(webadmin.service(service), principal, world)));
        }

        <S> void add(Class<S> service, String method, Call<S> call) {
            add(service, method, world -> Thing.SERVER, call);
        }

        <S> void ofTeam(Class<S> service, String method, Call<S> call) {
            add(service, method, RightsWorld::team, call);
        }

        <S> void ofFrank(Class<S> service, String method, Call<S> call) {
            add(service, method, world -> Thing.person(FRANK), call);
        }

        <S> void ofRequest(Class<S> service, String method, Call<S> call) {
            add(service, method, world -> Thing.joinRequest(world.request()), call);
        }

        <S> void ofMessage(Class<S> service, String method, Call<S> call) {
            add(service, method, world -> Thing.heldMessage(world.held()), call);
        }
    }

    @FunctionalInterface
    private interface Call<S> {
        void of(S service, Principal principal, RightsWorld world) throws IOException;
    }

    static Stream<Row> rows() {
        Rows rows = new Rows();
        groups(rows);
        members(rows);
        moderationAndPostings(rows);
        people(rows);
        contacts(rows);
        longWork(rows);
        return rows.all.stream();
    }

    private static void groups(Rows rows) {
        Class<GroupService> groups = GroupService.class;
        rows.add(groups, "list", (service, by, world) -> service.list(by, GroupFilter.all(), PAGE_OF_TEN));
        rows.ofTeam(groups, "get", (service, by, world) -> service.get(by, TEAM));
        rows.add(groups, "find", (service, by, world) -> service.find(by, TEAM));
        rows.ofTeam(groups, "clash", (service, by, world) -> service.clash(by, world.group()));
        rows.add(groups, "create", (service, by, world) -> service.create(by, draft()));
        rows.add(CreationService.class, "create", (service, by, world) -> service.create(by, draft()));
        rows.add(groups, "administrators", (service, by, world) -> service.administrators(by, List.of(ALICE)));
        rows.ofTeam(
                groups,
                "change",
                (service, by, world) ->
                        service.change(by, TEAM, GroupChange.nothing().withName("Crew"), ANY));
        rows.add(
                groups,
                "change, a new address",
                (service, by, world) -> service.change(
                        by, TEAM, GroupChange.nothing().withAddress(Address.parse("crew@example.org")), ANY));
        rows.ofTeam(groups, "disband", (service, by, world) -> service.disband(by, TEAM, ANY));
        rows.add(GroupFiles.class, "groups", (service, by, world) -> service.groups(by)
                .close());
        rows.add(ExplainService.class, "explain", (service, by, world) -> service.explain(by, TEAM, ALICE, true, 0));
    }

    private static GroupDraft draft() {
        return new GroupDraft(
                Address.parse("new@example.org"), "New", "", List.of(ALICE), List.of(), GroupSettings.DEFAULT);
    }

    private static void members(Rows rows) {
        Class<MemberService> members = MemberService.class;
        rows.ofTeam(
                members,
                "list",
                (service, by, world) -> service.list(by, TEAM, "", Optional.empty(), Optional.empty(), PAGE_OF_TEN));
        rows.ofTeam(members, "get", (service, by, world) -> service.get(by, TEAM, INNER));
        rows.ofTeam(members, "add", (service, by, world) -> service.add(by, TEAM, NewMember.of(CAROL), ANY));
        rows.ofTeam(members, "remove", (service, by, world) -> service.remove(by, TEAM, INNER, ANY));
        rows.ofTeam(
                members, "addAll", (service, by, world) -> service.addAll(by, TEAM, List.of(NewMember.of(CAROL)), ANY));
        rows.ofTeam(members, "removeAll", (service, by, world) -> service.removeAll(by, TEAM, List.of(INNER), ANY));
        Class<ContactMemberService> contacts = ContactMemberService.class;
        rows.ofTeam(contacts, "add", (service, by, world) -> service.add(by, TEAM, world.shared(), ANY));
        rows.ofTeam(contacts, "remove", (service, by, world) -> service.remove(by, TEAM, world.shared(), ANY));
        rows.ofTeam(CandidateService.class, "list", (service, by, world) -> service.list(by, TEAM, "", PAGE_OF_TEN));
        rows.ofTeam(RecipientService.class, "list", (service, by, world) -> service.list(by, TEAM, PAGE_OF_TEN));
        rows.ofTeam(UserFiles.class, "members", (service, by, world) -> service.members(by, TEAM)
                .close());
        rows.ofTeam(UserFiles.class, "available", (service, by, world) -> service.available(by, TEAM, false)
                .close());
        rows.ofTeam(MemberImports.class, "into", (service, by, world) -> service.into(by, TEAM));
        Class<OwnImports> imports = OwnImports.class;
        rows.add(imports, "get", (service, by, world) -> service.get(by, world.importOf(by)));
        rows.add(imports, "rejections", (service, by, world) -> service.rejections(
                        by, webadmin.service(MemberImports.class).into(POSTMASTER, TEAM), world.importOf(by))
                .close());
        Class<BounceService> bounces = BounceService.class;
        rows.ofTeam(bounces, "list", (service, by, world) -> service.list(by, TEAM, PAGE_OF_TEN));
        rows.ofTeam(bounces, "forget", (service, by, world) -> service.forget(by, TEAM, DAVE));
        Class<ExclusionService> exclusions = ExclusionService.class;
        rows.ofTeam(exclusions, "list", (service, by, world) -> service.list(by, TEAM, PAGE_OF_TEN));
        rows.ofTeam(exclusions, "add", (service, by, world) -> service.add(by, TEAM, DAVE));
        rows.ofTeam(exclusions, "remove", (service, by, world) -> service.remove(by, TEAM, DAVE));
        rows.ofTeam(
                JoiningService.class,
                "join",
                (service, by, world) -> service.join(by, TEAM, by.address().orElse(DAVE), ""));
        Class<JoinRequestService> requests = JoinRequestService.class;
        rows.ofTeam(requests, "list", (service, by, world) -> service.list(by, TEAM, PAGE_OF_TEN));
        rows.ofRequest(requests, "get", (service, by, world) -> service.get(by, TEAM, world.request()));
        rows.ofRequest(
                requests,
                "decide",
                (service, by, world) -> service.decide(by, TEAM, world.request(), Ruling.APPROVE, ""));
        Class<ChoiceService> choices = ChoiceService.class;
        rows.ofTeam(choices, "get", (service, by, world) -> service.get(inPerson(by), TEAM));
        rows.ofTeam(
                choices,
                "choose",
                (service, by, world) -> service.choose(inPerson(by), TEAM, new Choice(Delivery.NONE, true)));
        rows.ofTeam(
                LeavingService.class,
                "leave",
                (service, by, world) -> service.leave(by, TEAM, by.address().orElse(DAVE)));
    }

    /** A postmaster is a member only under an address. */
    private static Principal inPerson(Principal principal) {
        return principal.address().isPresent() ? principal : Principal.postmaster(DAVE.toString());
    }

    private static void moderationAndPostings(Rows rows) {
        Class<HeldMessageService> held = HeldMessageService.class;
        rows.ofTeam(held, "list", (service, by, world) -> service.list(by, TEAM, PAGE_OF_TEN));
        rows.ofMessage(held, "get", (service, by, world) -> service.get(by, TEAM, world.held()));
        rows.ofMessage(held, "show", (service, by, world) -> service.show(by, TEAM, world.held()));
        rows.ofMessage(held, "open", (service, by, world) -> service.open(by, TEAM, world.held())
                .close());
        rows.ofMessage(
                held, "decide", (service, by, world) -> service.decide(by, TEAM, world.held(), Ruling.REJECT, ""));
        rows.ofTeam(
                held,
                "decideAll",
                (service, by, world) -> service.decideAll(by, TEAM, List.of(world.held()), Ruling.APPROVE, ""));
        Class<PostingService> postings = PostingService.class;
        rows.add(postings, "list", (service, by, world) -> service.list(by, TEAM, PostingFilter.ALL, PAGE_OF_TEN));
        rows.add(
                postings,
                "listAll",
                (service, by, world) -> service.listAll(by, EnumSet.allOf(PostingProgress.class), PAGE_OF_TEN));
        rows.ofFrank(postings, "listOf", (service, by, world) -> service.listOf(by, FRANK, PAGE_OF_TEN));
        rows.add(postings, "get", (service, by, world) -> service.get(by, TEAM, world.posting()));
        rows.add(
                postings,
                "recipients",
                (service, by, world) -> service.recipients(
                        by,
                        TEAM,
                        world.posting(),
                        EnumSet.allOf(RecipientState.class),
                        SearchQuery.of(""),
                        PAGE_OF_TEN));
        rows.add(postings, "retry", (service, by, world) -> service.retry(by, world.posting()));
        rows.add(postings, "cancel", (service, by, world) -> service.cancel(by, world.posting()));
    }

    private static void people(Rows rows) {
        Class<MembershipService> memberships = MembershipService.class;
        rows.ofFrank(memberships, "list", (service, by, world) -> service.list(by, FRANK, PAGE_OF_TEN));
        rows.add(memberships, "forget", (service, by, world) -> service.forget(by, BOB));
        rows.add(memberships, "rename", (service, by, world) -> service.rename(by, BOB, CAROL));
        Class<OwnGroupService> own = OwnGroupService.class;
        rows.add(own, "list", (service, by, world) -> service.list(by, "", PAGE_OF_TEN));
        rows.add(own, "listAll", (service, by, world) -> service.listAll(by, "", PAGE_OF_TEN));
        rows.ofTeam(own, "card", (service, by, world) -> service.card(by, TEAM));
        Class<AppPasswordService> appPasswords = AppPasswordService.class;
        rows.ofFrank(appPasswords, "list", (service, by, world) -> service.list(by, FRANK));
        rows.ofFrank(appPasswords, "create", (service, by, world) -> service.create(by, FRANK, "Telephone"));
        rows.ofFrank(appPasswords, "delete", (service, by, world) -> service.delete(by, FRANK, new UUID(0, 1)));
        Class<ProfileService> profiles = ProfileService.class;
        rows.add(profiles, "search", (service, by, world) -> service.search(by, "", PAGE_OF_TEN));
        rows.add(profiles, "export", (service, by, world) -> service.export(by).close());
        rows.add(profiles, "get", (service, by, world) -> service.get(by, ALICE));
        rows.add(profiles, "save", (service, by, world) -> service.save(by, new Profile(BOB, "Bob", "")));
        rows.add(profiles, "delete", (service, by, world) -> service.delete(by, ALICE));
        rows.add(ProfileImports.class, "all", (service, by, world) -> service.all(by));
        rows.ofFrank(
                CorrespondenceService.class,
                "list",
                (service, by, world) -> service.list(by, world.shared(), FRANK, PAGE_OF_TEN));
        Class<AddressBookService> addressBook = AddressBookService.class;
        rows.add(addressBook, "contact", (service, by, world) -> service.contact(by, world.shared()));
        rows.add(addressBook, "list", (service, by, world) -> service.list(by, Optional.empty(), "", PAGE_OF_TEN));
        rows.add(
                addressBook,
                "get",
                (service, by, world) -> service.get(by, world.shared().toString()));
        rows.add(
                addressBook,
                "recipients",
                (service, by, world) -> service.recipients(
                        by, List.of(TEAM.toString(), world.shared().toString())));
        rows.add(DirectoryService.class, "open", (service, by, world) -> service.open(by));
    }

    private static void contacts(Rows rows) {
        ContactGroupName name = new ContactGroupName("Clients");
        Class<ContactGroupService> groups = ContactGroupService.class;
        rows.add(groups, "list", (service, by, world) -> service.list(by, Optional.empty(), PAGE_OF_TEN));
        rows.add(groups, "get", (service, by, world) -> service.get(by, world.contactGroup()));
        rows.add(groups, "get, in a version", (service, by, world) -> service.get(by, world.contactGroup(), ANY));
        rows.add(groups, "create", (service, by, world) -> service.create(by, name, Optional.of("example.org")));
        rows.add(groups, "rename", (service, by, world) -> service.rename(by, world.contactGroup(), name, ANY));
        rows.add(
                groups,
                "delete",
                (service, by, world) -> service.delete(by, world.contactGroup(), new ContactsFate.Delete(), ANY));
        Class<ContactService> contacts = ContactService.class;
        rows.add(contacts, "list", (service, by, world) -> service.list(by, world.contactGroup(), "", PAGE_OF_TEN));
        rows.add(
                contacts,
                "search",
                (service, by, world) -> service.search(by, Optional.empty(), Optional.empty(), "", PAGE_OF_TEN));
        rows.add(contacts, "get", (service, by, world) -> service.get(by, world.shared()));
        rows.add(
                contacts,
                "create",
                (service, by, world) -> service.create(by, world.contactGroup(), RightsWorld.draft("Zoe")));
        rows.add(
                contacts,
                "replace",
                (service, by, world) -> service.replace(by, world.shared(), RightsWorld.draft("Anna"), ANY));
        rows.add(contacts, "delete", (service, by, world) -> service.delete(by, world.shared(), ANY));
        rows.add(contacts, "deleteAll", (service, by, world) -> service.deleteAll(by, List.of(world.shared())));
        rows.add(
                contacts,
                "moveAll",
                (service, by, world) -> service.moveAll(by, List.of(world.shared()), world.contactGroup()));
        Class<ContactFiles> files = ContactFiles.class;
        rows.add(files, "name", (service, by, world) -> service.name(by, world.contactGroup()));
        rows.add(files, "csv", (service, by, world) -> service.csv(by, world.contactGroup())
                .close());
        rows.add(files, "vcards", (service, by, world) -> service.vcards(by, world.contactGroup(), VCardVersion.V4_0)
                .close());
        rows.add(
                ContactImports.class,
                "into",
                (service, by, world) -> service.into(by, world.contactGroup(), ContactFormat.CSV));
    }

    private static void longWork(Rows rows) {
        Class<DeletionService> deletions = DeletionService.class;
        rows.ofTeam(deletions, "disband", (service, by, world) -> service.disband(by, TEAM, ANY));
        rows.add(
                deletions,
                "contactGroup",
                (service, by, world) -> service.contactGroup(by, world.contactGroup(), new ContactsFate.Delete(), ANY));
        rows.add(deletions, "contacts", (service, by, world) -> service.contacts(by, List.of(world.shared())));
        rows.add(deletions, "memberships", (service, by, world) -> service.memberships(by, BOB));
        rows.add(
                deletions,
                "run",
                (service, by, world) -> service.run(
                        by,
                        new Deletion(by, Deletion.Kind.MEMBERSHIPS, BOB.toString(), List.of()),
                        new DeletionProgress(),
                        new Cancellation()));
        rows.add(BackupFile.class, "pieces", (service, by, world) -> service.pieces(by)
                .close());
        Class<BackupRestore> restore = BackupRestore.class;
        rows.add(restore, "stage", (service, by, world) -> service.discard(service.stage(by, emptyBackup())));
        rows.add(restore, "run", (service, by, world) -> {
            UUID backup = service.stage(POSTMASTER, emptyBackup());
            try {
                service.run(
                        new BackupRestore.Order(by, backup, RestoreMode.values()[0], false),
                        new Report(),
                        new Cancellation());
            } finally {
                service.discard(backup);
            }
        });
        rows.add(
                MappedGroupsImport.class,
                "run",
                (service, by, world) -> service.run(
                        new MappedGroupsImport.Order(by, List.of(ALICE), false), new Report(), new Cancellation()));
    }

    private static InputStream emptyBackup() {
        return new ByteArrayInputStream("{\"version\":1,\"groups\":[],\"profiles\":[]}".getBytes(UTF_8));
    }

    /** Returns the acts that the page names for a row: several, if it depends on who may list the members. */
    private static List<Act> acts(Row row) {
        return Optional.ofNullable(page().get(row.method()))
                .orElseThrow(() -> new AssertionError(row.method() + " has no row in " + PAGE));
    }

    private static Map<String, List<Act>> page() {
        Map<String, List<Act>> rows = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(PAGE)) {
                Matcher row = ROW.matcher(line);
                if (row.lookingAt()) {
                    String how = Optional.ofNullable(row.group(2)).orElse("");
                    String act = row.group(3);
                    List<Act> named = row.group(4) == null
                            ? List.of(Act.valueOf(act))
                            : Arrays.stream(Act.values())
                                    .filter(each -> each.name().startsWith(act))
                                    .toList();
                    assertThat(rows.put(row.group(1) + how, named)).as(line).isNull();
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    @BeforeEach
    void makeWorld() {
        world = RightsWorld.make(webadmin);
    }

    @Test
    void everyMethodOfEveryServiceShouldHaveARowOnThePage() {
        List<String> free = FREE.values().stream().flatMap(List::stream).toList();
        List<String> rows =
                rows().map(row -> row.method().replaceFirst(",.*", "")).toList();
        Map<String, Long> methods = new LinkedHashMap<>();
        services().flatMap(ServiceRightsTest::methods).forEach(method -> methods.merge(method, 1L, Long::sum));

        assertThat(methods.keySet().stream().filter(method -> !free.contains(method)))
                .as("a service method without a row here, and one in docs/rights.md")
                .allSatisfy(method -> assertThat(
                                rows.stream().filter(method::equals).count())
                        .as(method)
                        .isGreaterThanOrEqualTo(methods.get(method)));
        assertThat(methods.keySet())
                .as("rows and exceptions without a method")
                .containsAll(rows)
                .containsAll(free);
        assertThat(page().keySet())
                .containsExactlyInAnyOrderElementsOf(rows().map(Row::method).toList());
    }

    /**
     * Returns what the doors get from the core: those of webadmin, and those of mail. The members' port has a test
     * that it gets no other service.
     */
    private static Stream<JavaClass> services() {
        return Stream.concat(
                servicesOfWebadmin(),
                new ClassFileImporter()
                                .importClasses(
                                        AppPasswordService.class,
                                        ChoiceService.class,
                                        CreationService.class,
                                        DirectoryService.class,
                                        JoiningService.class,
                                        LeavingService.class,
                                        OwnGroupService.class,
                                        OwnImports.class)
                                .stream());
    }

    private static Stream<JavaClass> servicesOfWebadmin() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.mailgroups.webadmin")
                        .stream()
                        .flatMap(type -> type.getConstructors().stream())
                        .filter(constructor -> constructor.isAnnotatedWith(Inject.class))
                        .map(JavaConstructor::getRawParameterTypes)
                        .flatMap(List::stream)
                        .filter(type -> type.getPackageName().startsWith("org.mailgroups."))
                        .filter(type -> !type.getPackageName().startsWith("org.mailgroups.webadmin"))
                        .distinct();
    }

    private static Stream<String> methods(JavaClass service) {
        return Arrays.stream(service.reflect().getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .map(name -> service.getSimpleName() + "." + name);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void callShouldBeForThoseOfTheTableOnly(Row row) throws IOException {
        for (Act act : acts(row)) {
            setUp(act);
            for (String somebody : everybody(act, row).keySet()) {
                Principal principal = everybody(act, row).get(somebody);
                String call = act + " by " + somebody;
                if (isAllowed(somebody, act)) {
                    assertThat(outcome(row, principal)).as(call).isEqualTo(Outcome.DONE);
                    makeWorld();
                    setUp(act);
                } else {
                    String before = world.state();
                    assertThat(outcome(row, principal)).as(call).isEqualTo(Outcome.NOT_ALLOWED);
                    assertThat(world.state()).as("after " + call).isEqualTo(before);
                }
            }
        }
    }

    private void setUp(Act act) {
        switch (act) {
            case JOIN -> world.open();
            case LIST_MEMBERS_SHOWN_TO_ANYONE -> world.showMembersTo(MemberVisibility.ANYONE);
            case LIST_MEMBERS_SHOWN_TO_MEMBERS -> world.showMembersTo(MemberVisibility.MEMBERS);
            case LIST_MEMBERS_SHOWN_TO_ADMINISTRATORS -> world.showMembersTo(MemberVisibility.ADMINISTRATORS);
            default -> {}
        }
    }

    private Map<String, Principal> everybody(Act act, Row row) {
        Thing thing = row.thing().apply(world);
        Map<String, Principal> all = new LinkedHashMap<>();
        all.put("postmaster", POSTMASTER);
        all.put("stranger with a good link", new Principal.Bearer(STRANGER, act, thing));
        all.put("user", RightsWorld.user(CAROL));
        all.put("user with a good link", new Principal.Bearer(CAROL, act, thing));
        all.put("member by an alias", new Principal.User(BOB, Set.of(RightsWorld.ROBERT)));
        all.put("member by nesting", RightsWorld.user(DAVE));
        all.put("administrator of the nested group", RightsWorld.user(EVE));
        all.put("the person", RightsWorld.user(FRANK));
        all.put("administrator", RightsWorld.user(ALICE));
        all.put("administrator by link", new Principal.Bearer(ALICE, act, thing));
        all.put("administrator by a link to another message", new Principal.Bearer(ALICE, act, other(thing)));
        all.put("administrator by a link for another act", new Principal.Bearer(ALICE, other(act), thing));
        return all;
    }

    private static Thing other(Thing thing) {
        return new Thing(thing.kind(), thing.id() + "0");
    }

    private static Act other(Act act) {
        return act == Act.MODERATE ? Act.DISBAND_GROUP : Act.MODERATE;
    }

    private static boolean isAllowed(String somebody, Act act) {
        return switch (somebody) {
            case "postmaster" -> true;
            case "user", "administrator of the nested group" -> act.isFor(Relation.USER);
            case "member by an alias", "member by nesting" -> act.isFor(Relation.USER) || act.isFor(Relation.MEMBER);
            case "administrator" -> act.isFor(Relation.USER) || act.isFor(Relation.ADMINISTRATOR);
            case "the person" -> act.isFor(Relation.USER) || act.isFor(Relation.SELF);
            case "administrator by link" -> act.isByLink()
                    && (act.isFor(Relation.ADMINISTRATOR) || act.isFor(Relation.SELF));
            case "stranger with a good link", "user with a good link" -> act.isByLink() && act.isFor(Relation.SELF);
            default -> false;
        };
    }

    private Outcome outcome(Row row, Principal principal) throws IOException {
        try {
            row.attempt().by(principal, world);
            return Outcome.DONE;
        } catch (NotAllowedException e) {
            return Outcome.NOT_ALLOWED;
        } catch (NotFoundException e) {
            return Outcome.NOT_FOUND;
        }
    }

    static Stream<Row> rowsOfAGroup() {
        return rows().filter(row -> acts(row).stream()
                .allMatch(act -> act.isFor(Relation.ADMINISTRATOR) || act == Act.LIST_MEMBERS_SHOWN_TO_ANYONE));
    }

    @ParameterizedTest
    @MethodSource("rowsOfAGroup")
    void groupThatIsNotThereShouldBeUnknownToUsersAndASecretToOthers(Row row) throws IOException {
        Act act = acts(row).get(0);
        Thing thing = row.thing().apply(world);
        webadmin.groups().delete(TEAM, OptionalLong.empty());

        assertThat(outcome(row, RightsWorld.user(CAROL))).isEqualTo(Outcome.NOT_FOUND);
        assertThat(outcome(row, RightsWorld.user(ALICE))).isEqualTo(Outcome.NOT_FOUND);
        assertThat(outcome(row, new Principal.Bearer(ALICE, act, thing))).isEqualTo(Outcome.NOT_ALLOWED);
    }

    @Test
    void whatIsForPostmastersShouldBeRefusedWhetherItExistsOrNot() throws IOException {
        List<Row> rows = rows().filter(row -> acts(row).stream()
                        .allMatch(act -> Arrays.stream(Relation.values()).noneMatch(act::isFor)))
                .toList();
        webadmin.beforeEach(null);

        for (Row row : rows) {
            // To move a group is a change of it, which is refused first.
            if (!row.method().startsWith("GroupService.change")) {
                assertThat(outcome(row, RightsWorld.user(CAROL)))
                        .as(row.method())
                        .isEqualTo(Outcome.NOT_ALLOWED);
            }
        }
    }

    @Test
    void administratorShouldNotReachAGroupOfOthersThroughTheOwnOne() {
        Address board = world.groupOf(FRANK, "board@example.org");
        world.alias("all@example.org", board);
        MemberService members = webadmin.service(MemberService.class);
        Principal alice = RightsWorld.user(ALICE);

        for (String way : List.of("board@example.org", "board+x@example.org", "all@example.org")) {
            assertThatThrownBy(() -> members.add(alice, TEAM, NewMember.of(Address.parse(way)), ANY))
                    .as(way)
                    .isInstanceOf(NotAllowedException.class)
                    .hasMessage("only administrators of board@example.org may make it a member of another group");
            assertThatThrownBy(() -> members.addAll(
                            alice, TEAM, List.of(NewMember.of(CAROL), NewMember.of(Address.parse(way))), ANY))
                    .as(way)
                    .isInstanceOf(NotAllowedException.class);
        }
        UUID contact = world.contact("Board", board, true);
        assertThatThrownBy(() -> webadmin.service(ContactMemberService.class).add(alice, TEAM, contact, ANY))
                .isInstanceOf(NotAllowedException.class);
        assertThat(webadmin.groups().membersAmong(TEAM, List.of(board, CAROL))).isEmpty();

        Address own = world.groupOf(ALICE, "own@example.org");
        members.add(alice, TEAM, NewMember.of(own), ANY);
        members.add(POSTMASTER, TEAM, NewMember.of(board), ANY);
        assertThat(webadmin.groups().membersAmong(TEAM, List.of(board, own))).hasSize(2);
    }

    @Test
    void contactThatIsNotSharedShouldNotExistForAnAdministrator() {
        UUID hidden = world.contact("Hidden", Address.parse("hidden@x.test"), false);
        ContactMemberService contacts = webadmin.service(ContactMemberService.class);

        for (UUID id : List.of(hidden, UUID.randomUUID())) {
            assertThatThrownBy(() -> contacts.add(RightsWorld.user(ALICE), TEAM, id, ANY))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("there is no contact " + id);
        }
    }

    @Test
    void membersOfANestedGroupShouldBeShownByItsOwnRule() {
        webadmin.groups()
                .update(
                        INNER,
                        GroupChange.nothing()
                                .withSettings(
                                        settings -> settings.withMemberVisibility(MemberVisibility.ADMINISTRATORS)),
                        OptionalLong.empty());
        RecipientService recipients = webadmin.service(RecipientService.class);

        assertThat(recipients.list(RightsWorld.user(ALICE), TEAM, PAGE_OF_TEN).items())
                .extracting(RecipientService.FinalRecipient::address)
                .doesNotContain(DAVE)
                .isNotEmpty();
        assertThat(recipients.list(POSTMASTER, TEAM, PAGE_OF_TEN).items())
                .extracting(RecipientService.FinalRecipient::address)
                .contains(DAVE);
    }

    @Test
    void identifiersShouldBeForPostmastersOnly() {
        webadmin.profiles().save(new Profile(CAROL, "Carol", "X-17"));
        webadmin.groups().addMembers(TEAM, List.of(NewMember.of(CAROL)), OptionalLong.empty());
        webadmin.profiles().save(new Profile(FRANK, "Frank", "X-18"));
        UserFiles files = webadmin.service(UserFiles.class);

        assertThat(String.join("", files.members(RightsWorld.user(ALICE), TEAM).toList()))
                .contains("carol@example.org;Carol")
                .doesNotContain("X-17");
        assertThat(String.join(
                        "",
                        files.available(RightsWorld.user(ALICE), TEAM, false).toList()))
                .contains("frank@example.org;Frank")
                .doesNotContain("X-18");
        assertThat(String.join("", files.members(POSTMASTER, TEAM).toList())).contains("X-17;Carol");
        assertThat(String.join("", files.available(POSTMASTER, TEAM, false).toList()))
                .contains("X-18;Frank");
    }

    @Test
    void largeGroupShouldBeDisbandedByItsAdministratorToTheEnd() {
        Address large = world.largeGroup(DeletionService.MAX_MEMBERS_AT_ONCE + 1);
        DeletionService deletions = webadmin.service(DeletionService.class);

        assertThatThrownBy(() -> deletions.disband(RightsWorld.user(CAROL), large, ANY))
                .isInstanceOf(NotAllowedException.class);
        Deletion deletion =
                deletions.disband(RightsWorld.user(ALICE), large, ANY).orElseThrow();
        DeletionProgress progress = new DeletionProgress();
        deletions.run(deletion.principal(), deletion, progress, new Cancellation());

        assertThat(deletion.principal().name()).isEqualTo(ALICE.toString());
        assertThat(progress.deleted()).isEqualTo(DeletionService.MAX_MEMBERS_AT_ONCE + 1);
    }
}
