// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.GroupChange;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.membership.MemberImports;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.Imports;
import org.mailgroups.webadmin.Json;
import org.mailgroups.webadmin.Webadmin;
import org.mailgroups.work.Cancellation;

/** The rules that all kinds of imports share. */
class ImportRulesTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Imports imports = new Imports(webadmin);
    private static final int USERS = 12;
    private static final OptionalLong ANY = OptionalLong.empty();
    private static final List<String> NAMES = List.of("", "", "", "Ann", "Bob", "José", "=1+1");

    private UUID clients;

    /** The kinds of imports. */
    private enum Kind {
        MEMBERS("Identifier;Name") {
            @Override
            String path(ImportRulesTest test) {
                return "/groups/" + TEAM + "/members?action=import";
            }

            @Override
            String export(ImportRulesTest test) {
                return "/groups/" + TEAM + "/export.csv";
            }

            @Override
            String row(Random random) {
                return anyOf(
                                random,
                                user(random),
                                "id-" + random.nextInt(USERS),
                                "c-" + random.nextInt(6),
                                "c" + random.nextInt(6) + "@elsewhere.example",
                                "nobody@example.org",
                                TEAM,
                                "above@example.org")
                        + ";" + cell(anyName(random)) + "\n";
            }
        },
        PROFILES("User;Identifier;Name") {
            @Override
            String path(ImportRulesTest test) {
                return "/profiles?action=import";
            }

            @Override
            String export(ImportRulesTest test) {
                return "/profiles/export.csv";
            }

            @Override
            String row(Random random) {
                return anyOf(random, user(random), user(random), user(random), "nobody@example.org") + ";"
                        + anyOf(
                                random,
                                "",
                                "id-" + random.nextInt(USERS),
                                "ID-" + random.nextInt(USERS),
                                "c-" + random.nextInt(6),
                                "new-" + random.nextInt(8),
                                "12345678A")
                        + ";" + cell(anyName(random)) + "\n";
            }
        },
        CONTACTS("Name;Identifier;Email;OtherEmails;Phones;Company;Department;Title;PostalAddress;Notes;Shared") {
            @Override
            String path(ImportRulesTest test) {
                return "/contact-groups/" + test.clients + "/contacts?action=import";
            }

            @Override
            String export(ImportRulesTest test) {
                return "/contact-groups/" + test.clients + "/export.csv";
            }

            @Override
            String row(Random random) {
                return anyOf(random, "Contact " + random.nextInt(6), "Ann") + ";"
                        + anyOf(random, "", "c-" + random.nextInt(8), "id-" + random.nextInt(USERS), "12345678A") + ";"
                        + anyOf(
                                random,
                                "",
                                "c" + random.nextInt(6) + "@elsewhere.example",
                                "nobody@example.org",
                                "above@example.org")
                        + ";;" + anyOf(random, "", "600 000 000") + ";" + anyOf(random, "", "Acme") + ";;;;"
                        + anyOf(random, "", "Notes") + ";" + anyOf(random, "", "true", "false") + "\n";
            }
        };

        private final String header;

        Kind(String header) {
            this.header = header;
        }

        abstract String path(ImportRulesTest test);

        abstract String export(ImportRulesTest test);

        abstract String row(Random random);

        String file(Random random) {
            StringBuilder file = new StringBuilder(header).append("\n");
            IntStream.range(0, 30).forEach(i -> file.append(row(random)));
            return file.toString();
        }

        private static String anyOf(Random random, String... texts) {
            return texts[random.nextInt(texts.length)];
        }

        private static String user(Random random) {
            return "u" + random.nextInt(USERS) + "@example.org";
        }

        private static String anyName(Random random) {
            return NAMES.get(random.nextInt(NAMES.size()));
        }

        private static String cell(String name) {
            return name.startsWith("=") ? "'" + name : name;
        }
    }

    static Stream<Arguments> kindsAndSeeds() {
        return Stream.of(Kind.values())
                .flatMap(kind -> IntStream.range(0, 12).mapToObj(seed -> Arguments.of(kind, seed)));
    }

    @BeforeEach
    void fill() {
        for (int i = 0; i < USERS; i++) {
            webadmin.localAddresses().addUser("u" + i + "@example.org");
            if (i % 2 == 0) {
                webadmin.profiles().save(new Profile(Address.parse("u" + i + "@example.org"), "User " + i, "id-" + i));
            }
        }
        webadmin.createGroup(TEAM, "u0@example.org", "u1@example.org", "u2@example.org", "c5@elsewhere.example");
        webadmin.createGroup("above@example.org", TEAM);
        clients = webadmin.contacts()
                .createGroup("example.org", new ContactGroupName("Clients"))
                .id();
        for (int i = 0; i < 6; i++) {
            Contact contact = contact("Contact " + i, i == 3 ? "" : "c-" + i, "c" + i + "@elsewhere.example");
            if (i < 4) {
                webadmin.contactMemberships().add(Address.parse(TEAM), List.of(contact.id()), ANY);
            }
        }
    }

    private Contact contact(String name, String identifier, String... addresses) {
        List<ContactEmail> emails = Stream.of(addresses)
                .map(address -> ContactEmail.of(Address.parse(address)))
                .toList();
        return webadmin.contacts()
                .create(
                        clients,
                        NewContact.of(new ContactDetails(
                                name, identifier, emails, List.of("1"), "Old", "", "", "", "", true)));
    }

    private static List<Integer> counts(Json task) {
        List<Integer> counts = new ArrayList<>();
        for (String count : List.of("rows", "added", "updated", "unchanged", "rejected")) {
            counts.add(task.getInt("additionalInformation." + count));
        }
        return counts;
    }

    private static List<Object> rejections(Json task) {
        return task.getList("additionalInformation.rejections");
    }

    private static String get(String path) {
        return webadmin.call().get(path).asString();
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void dryRunShouldSayWhatTheRunDoes(Kind kind, int seed) {
        String file = kind.file(new Random(seed));

        Json dry = imports.run(kind.path(this) + "&dryRun=true", file);
        Json real = imports.run(kind.path(this), file);

        assertThat(rejections(real)).containsExactlyInAnyOrderElementsOf(rejections(dry));
        assertThat(counts(dry)).isEqualTo(counts(real));
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void exportShouldImportAsUnchangedWhateverUsersHaveBecome(Kind kind, int seed) {
        Random random = new Random(seed);
        imports.run(kind.path(this), kind.file(random));
        String export = get(kind.export(this));
        IntStream.range(0, USERS).filter(i -> random.nextBoolean()).forEach(i -> webadmin.localAddresses()
                .removeUser("u" + i + "@example.org"));

        Json again = imports.run(kind.path(this), export);

        int rows = (int) export.lines().skip(1).count();
        assertThat(counts(again)).as("%s", rejections(again)).containsExactly(rows, 0, 0, rows, 0);
        assertThat(get(kind.export(this))).isEqualTo(export);
    }

    static Stream<Arguments> kindsThatNameByKeysAndSeeds() {
        return kindsAndSeeds().filter(arguments -> arguments.get()[0] != Kind.CONTACTS);
    }

    @ParameterizedTest
    @MethodSource("kindsThatNameByKeysAndSeeds")
    void sameFileShouldChangeNothingTheSecondTime(Kind kind, int seed) {
        String file = kind.file(new Random(seed));
        Json first = imports.run(kind.path(this), file);
        String export = get(kind.export(this));

        Json again = imports.run(kind.path(this), file);

        assertThat(get(kind.export(this))).isEqualTo(export);
        assertThat(counts(again).subList(1, 3)).containsExactly(0, 0);
        assertThat(counts(again).get(4)).isLessThanOrEqualTo(counts(first).get(4));
    }

    @ParameterizedTest
    @EnumSource
    void emptyCellsShouldTakeNothingAway(Kind kind) {
        webadmin.profiles().save(new Profile(Address.parse(ALICE), "Alice", "S-1"));
        String export = get(kind.export(this));
        String identifierOnly =
                switch (kind) {
                    case MEMBERS -> "c-0;\nid-0;\nu1@example.org\n";
                    case PROFILES -> ALICE + ";;Alice\n" + ALICE + ";S-1;\n" + "u0@example.org;;\nu2@example.org\n";
                    case CONTACTS -> "Contact 0;c-0\nContact 1;c-1;;;;;;;;;\nContact 3;;c3@elsewhere.example;\n";
                };

        Json task = imports.run(kind.path(this), kind.header + "\n" + identifierOnly);

        int rows = (int) identifierOnly.lines().count();
        assertThat(counts(task)).as("%s", rejections(task)).containsExactly(rows, 0, 0, rows, 0);
        assertThat(get(kind.export(this))).isEqualTo(export);
    }

    @Test
    void rowsAboutOneThingShouldCountTogetherUnlessTheyContradictEachOther() {
        Json task = imports.run(
                "/profiles?action=import",
                "User;Identifier;Name\nu1@example.org;new-1;\nu1@example.org;;Ann\n"
                        + "u5@example.org;new-5;\nu5@example.org;x;Al\n"
                        + "u3@example.org;new-3;\nu3@example.org;new-3;Bob\nu3@example.org;;Bob\n");

        assertThat(counts(task)).containsExactly(7, 2, 0, 3, 2);
        assertThat(rejections(task).toString()).contains("contradict each other about u5@example.org");
        assertThat(webadmin.profiles().find(Address.parse("u1@example.org")))
                .contains(new Profile(Address.parse("u1@example.org"), "Ann", "new-1"));
    }

    @Test
    void profileShouldNeedANameWhenItIsNew() {
        Json task = imports.run(
                "/profiles?action=import", "User;Identifier;Name\nu1@example.org;new-1;\nu0@example.org;new-0\n");

        assertThat(counts(task)).containsExactly(2, 0, 1, 0, 1);
        assertThat(rejections(task).toString()).contains("name is empty", "u1@example.org has no profile yet");
    }

    @Test
    void memberByItselfShouldStayWhenItsContactLeaves() {
        webadmin.call()
                .put("/groups/" + TEAM + "/members/c0@elsewhere.example")
                .then()
                .statusCode(204);
        imports.run(Kind.MEMBERS.path(this), "Identifier;Name\nc1@elsewhere.example;\nc3@elsewhere.example;\nc-2;\n");
        List<UUID> all = webadmin.contacts().list(clients, PageRequest.first(100)).items().stream()
                .map(found -> found.contact().id())
                .toList();

        webadmin.contacts().delete(all, ANY);

        // An export names c1 by its identifier: so the row with the address was meant. It names c3 by the address.
        assertThat(get("/groups/" + TEAM + "/export.csv").lines().skip(1))
                .containsExactly(
                        "c0@elsewhere.example;Contact 0",
                        "c1@elsewhere.example;Contact 1",
                        "c5@elsewhere.example;",
                        "id-0;User 0",
                        "u1@example.org;",
                        "id-2;User 2");
    }

    @Test
    void importShouldGoIntoTheGroupItWasMeantForWhenThatMoves() {
        ImportJob job = begin();
        webadmin.groups()
                .update(
                        Address.parse(TEAM),
                        GroupChange.nothing().withAddress(Address.parse("moved@example.org")),
                        ANY);
        webadmin.createGroup(TEAM);

        assertThat(job.run(new Cancellation())).isTrue();

        assertThat(get("/groups/moved@example.org/members?q=u9")).contains("u9@example.org");
        assertThat(get("/groups/" + TEAM + "/members?q=u9")).doesNotContain("u9@example.org");
    }

    @Test
    void importShouldNotGoIntoAnotherGroupWithTheAddress() {
        ImportJob job = begin();
        webadmin.groups().delete(Address.parse(TEAM), ANY);
        webadmin.createGroup(TEAM);

        assertThatThrownBy(() -> job.run(new Cancellation())).isInstanceOf(NotFoundException.class);

        assertThat(get("/groups/" + TEAM + "/members")).doesNotContain("u9@example.org");
    }

    private ImportJob begin() {
        Principal postmaster = Principal.postmaster("postmaster");
        return webadmin.service(ImportService.class)
                .begin(
                        postmaster,
                        webadmin.service(MemberImports.class).into(postmaster, Address.parse(TEAM)),
                        ImportMode.ADD,
                        false,
                        new ByteArrayInputStream(
                                "Identifier;Name\nu9@example.org;\n".getBytes(StandardCharsets.UTF_8)));
    }
}
