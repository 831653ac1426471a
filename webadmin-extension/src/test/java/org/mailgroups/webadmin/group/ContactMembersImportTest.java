// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Imports;
import org.mailgroups.webadmin.Json;
import org.mailgroups.webadmin.Webadmin;

/** Imports of members that the file names by the identifier of a contact. */
class ContactMembersImportTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Imports imports = new Imports(webadmin);
    private static final String PATH = "/groups/" + TEAM + "/members?action=import";
    private static final String FILE = "Identifier;Name\nS-1;\n";
    private static final Address TEAM_ADDRESS = Address.parse(TEAM);
    private static final Address ANN = Address.parse("ann@elsewhere.example");

    private UUID contactGroup;

    @BeforeEach
    void createGroup() {
        webadmin.createGroup(TEAM, ALICE);
        contactGroup = webadmin.contacts()
                .createGroup("example.org", new ContactGroupName("Suppliers"))
                .id();
    }

    private Contact contact(String identifier, String... addresses) {
        List<ContactEmail> emails = List.of(addresses).stream()
                .map(Address::parse)
                .map(ContactEmail::of)
                .toList();
        ContactDetails details =
                new ContactDetails("Ann Smith", identifier, emails, List.of(), "", "", "", "", "", false);
        return webadmin.contacts().create(contactGroup, NewContact.of(details));
    }

    private static List<Integer> counts(Json task) {
        return List.of("added", "updated", "unchanged", "removed", "rejected").stream()
                .map(field -> task.getInt("additionalInformation." + field))
                .toList();
    }

    private static String reason(Json task) {
        return task.getString("additionalInformation.rejections[0].reason");
    }

    @Test
    void importShouldAddAContactThatItsGroupsFollow() {
        Contact ann = contact("S-1", ANN.toString());

        assertThat(counts(imports.run(PATH + "&dryRun=true", FILE))).containsExactly(1, 0, 0, 0, 0);
        assertThat(counts(imports.run(PATH, FILE))).containsExactly(1, 0, 0, 0, 0);
        assertThat(counts(imports.run(PATH, FILE))).containsExactly(0, 0, 1, 0, 0);

        assertThat(webadmin.contactMemberships().groupsOf(ann.id())).containsExactly(TEAM_ADDRESS);
    }

    @Test
    void importShouldCountAnAddressThatIsThereAsUpdated() {
        Contact ann = contact("S-1", ANN.toString());
        imports.run(PATH, "Identifier;Name\n" + ANN + ";\n");

        assertThat(counts(imports.run(PATH + "&dryRun=true", FILE))).containsExactly(0, 1, 0, 0, 0);
        assertThat(counts(imports.run(PATH, FILE))).containsExactly(0, 1, 0, 0, 0);
        assertThat(counts(imports.run(PATH, FILE))).containsExactly(0, 0, 1, 0, 0);

        assertThat(webadmin.contactMemberships().groupsOf(ann.id())).containsExactly(TEAM_ADDRESS);
    }

    @Test
    void replacementShouldKeepContactsThatTheFileNames() {
        Contact ann = contact("S-1", ANN.toString());
        Contact gone = contact("S-2", "gone@elsewhere.example");
        webadmin.contactMemberships().add(TEAM_ADDRESS, List.of(ann.id(), gone.id()), OptionalLong.empty());

        assertThat(counts(imports.run(PATH + "&mode=replace", FILE))).containsExactly(0, 0, 1, 2, 0);

        assertThat(webadmin.contactMemberships().groupsOf(ann.id())).containsExactly(TEAM_ADDRESS);
        assertThat(webadmin.contactMemberships().groupsOf(gone.id())).isEmpty();
    }

    @Test
    void exportShouldImportAsUnchanged() {
        contact("S-1", ANN.toString());
        Contact anonymous = contact("", "anonymous@elsewhere.example");
        imports.run(PATH, FILE);
        webadmin.contactMemberships().add(TEAM_ADDRESS, List.of(anonymous.id()), OptionalLong.empty());
        String export = webadmin.call().get("/groups/" + TEAM + "/export.csv").asString();

        assertThat(export).contains("S-1;Ann Smith");
        assertThat(counts(imports.run(PATH + "&mode=replace", export))).containsExactly(0, 0, 3, 0, 0);
    }

    @Test
    void userShouldComeBeforeTheContactsWhenBothAreAskedFor() {
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob", "S-9"));

        assertThat(counts(imports.run(PATH, "Identifier;Name\nS-9;\n"))).containsExactly(1, 0, 0, 0, 0);
        assertThat(webadmin.groups().membersAmong(TEAM_ADDRESS, List.of(Address.parse(BOB))))
                .hasSize(1);
    }

    @Test
    void contactWithoutAddressShouldBeRejected() {
        contact("S-1");

        Json task = imports.run(PATH, FILE);

        assertThat(counts(task)).containsExactly(0, 0, 0, 0, 1);
        assertThat(reason(task)).isEqualTo("the contact Ann Smith has no address, and cannot be a member");
    }

    @Test
    void contactOfAnotherDomainShouldNotBeFound() {
        UUID elsewhere = webadmin.contacts()
                .createGroup("example.net", new ContactGroupName("Others"))
                .id();
        contactGroup = elsewhere;
        contact("S-1", ANN.toString());

        assertThat(reason(imports.run(PATH, FILE))).contains("no user has the identifier S-1, and no contact");
    }

    @Test
    void contactWhoseAddressLeadsBackShouldBeRejected() {
        contact("S-1", TEAM);

        assertThat(counts(imports.run(PATH, FILE))).containsExactly(0, 0, 0, 0, 1);
    }
}
