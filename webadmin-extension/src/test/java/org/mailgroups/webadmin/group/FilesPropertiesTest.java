// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.Membership;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.MemberContacts;
import org.mailgroups.membership.UserFiles;
import org.mailgroups.right.Principal;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.FakeLocalAddresses;
import org.mailgroups.value.InvalidValueException;

/** An exported file, read as CSV, has the members of the group, whatever their names are. */
class FilesPropertiesTest {
    private static final Address TEAM = Address.parse("team@example.org");
    private static final Principal POSTMASTER = Principal.postmaster("alice@example.org");
    private static Path directory;
    private static GroupStore store;

    @BeforeContainer
    static void open() throws IOException {
        directory = Files.createTempDirectory("groups");
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory.resolve("store")), Clock.systemUTC());
    }

    @AfterContainer
    static void close() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    @Property(tries = 60)
    void exportShouldBeReadAsTheMembersOfTheGroup(@ForAll("names") List<String> names) throws IOException {
        List<NewMember> members = IntStream.range(0, names.size())
                .mapToObj(i -> new NewMember(Address.parse("=+m|" + i + "@elsewhere.test"), names.get(i)))
                .toList();
        store.groups().create(new NewGroup(TEAM, "Team", "", List.of(Address.parse("alice@example.org")), members));
        try {
            FakeLocalAddresses nobody = new FakeLocalAddresses();
            UserFiles files = new UserFiles(
                    store.groups(),
                    store.profiles(),
                    nobody,
                    new GroupRights(
                            store.lookup(), new Membership(new GroupDirectory(store.lookup(), nobody), store.lookup())),
                    new MemberContacts(store.contacts(), store.contactMemberships()),
                    new AuditTrail());
            Map<String, String> expected = members.stream()
                    .collect(Collectors.toMap(member -> member.address().toString(), NewMember::knownAs));
            assertThat(parsed(files.members(POSTMASTER, TEAM).collect(Collectors.joining())))
                    .isEqualTo(expected);
        } finally {
            store.groups().delete(TEAM, OptionalLong.empty());
        }
    }

    private static Map<String, String> parsed(String file) throws IOException {
        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(';').build();
        Map<String, String> rows = new HashMap<>();
        try (CSVParser parser = CSVParser.parse(new StringReader(file), format)) {
            for (CSVRecord row : parser) {
                assertThat(row.size()).isEqualTo(2);
                rows.put(CsvCell.value(row.get(0)), CsvCell.value(row.get(1)));
            }
        }
        assertThat(rows.remove("Identifier")).isEqualTo("Name");
        return rows;
    }

    @Provide
    Arbitrary<List<String>> names() {
        Arbitrary<String> ugly =
                Arbitraries.strings().withChars("=+-@';|\",\\ aÑ").ofMaxLength(12);
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(20).filter(FilesPropertiesTest::isName);
        return Arbitraries.oneOf(ugly, any).list().ofMaxSize(30);
    }

    private static boolean isName(String text) {
        try {
            return NewMember.of(TEAM).equals(new NewMember(TEAM, text)) || !text.isEmpty();
        } catch (InvalidValueException e) {
            return false;
        }
    }
}
