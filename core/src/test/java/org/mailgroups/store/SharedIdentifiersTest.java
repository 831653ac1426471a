// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactClashException;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.contact.file.ContactFormat;
import org.mailgroups.contact.file.ContactImports;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportKind.Resolution;
import org.mailgroups.membership.StoreMemberImports;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.LocalAddresses;

/** Two who have one identifier, as a migration leaves them: all that can be done with them, and by the identifier. */
class SharedIdentifiersTest extends OlderData {
    private static final Principal POSTMASTER = Principal.postmaster("alice@example.org");

    private final LocalAddresses everybody = new LocalAddresses() {
        @Override
        public boolean isLocalDomain(String domain) {
            return true;
        }

        @Override
        public Optional<AddressHolder> holderOf(Address address) {
            return Optional.of(AddressHolder.USER);
        }

        @Override
        public Set<Address> existing(Collection<Address> addresses) {
            return Set.copyOf(addresses);
        }

        @Override
        public Set<Address> usersAmong(Collection<Address> addresses) {
            return Set.copyOf(addresses);
        }

        @Override
        public Stream<Address> users() {
            return Stream.empty();
        }
    };

    /** Each test has a NIF of its own, since users of all tests share one store. */
    private static int number = 10_000_000;

    private static String nif() {
        number++;
        return number + "" + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(number % 23);
    }

    private static String hyphened(String nif) {
        return nif.substring(0, 8) + "-" + nif.substring(8);
    }

    private Optional<Address> owner(String identifier) {
        return Optional.ofNullable(
                store.profiles().findByIdentifiers(List.of(identifier)).get(identifier));
    }

    private void save(String user, String name, String identifier) {
        store.profiles().save(new Profile(at(user), name, identifier));
    }

    private boolean isShared(String identifier) {
        return store.profiles().sharedIdentifiers(List.of(identifier)).containsKey(identifier);
    }

    @Test
    void bothUsersShouldBeEditableWhenTheyKeepTheIdentifier() {
        String nif = nif();
        profileAsBefore("ann", hyphened(nif));
        profileAsBefore("bob", nif);
        migrate();

        save("ann", "Ann", nif);
        store.profiles().saveAll(List.of(new Profile(at("bob"), "Bob", "ES" + nif), new Profile(at("eve"), "Eve", "")));

        assertThat(store.profiles().find(at("ann"))).contains(new Profile(at("ann"), "Ann", nif));
        assertThat(store.profiles().find(at("bob"))).contains(new Profile(at("bob"), "Bob", "ES" + nif));
        assertThat(isShared(nif)).isTrue();
        assertThatThrownBy(() -> save("eve", "Eve", nif)).isInstanceOf(IdentifierTakenException.class);
        assertThat(store.sharedIdentifiers(10_000)).contains("the user " + at("ann"), "the user " + at("bob"));
    }

    @Test
    void theOtherShouldBeFoundWhenOneOfBothGivesItUp() {
        String nif = nif();
        profileAsBefore("ann", hyphened(nif));
        profileAsBefore("bob", nif);
        migrate();

        save("bob", "bob", "");

        assertThat(owner(nif)).contains(at("ann"));
        assertThat(isShared(nif)).isFalse();
        assertThat(store.sharedIdentifiers(10_000)).doesNotContain("the user " + at("ann"));
        assertThatThrownBy(() -> save("bob", "bob", nif))
                .hasMessageContaining(at("ann").toString());
        save("ann", "ann", "");
        save("bob", "bob", nif);
        assertThat(owner(nif)).contains(at("bob"));
        assertThatThrownBy(() -> save("ann", "ann", nif)).isInstanceOf(IdentifierTakenException.class);
    }

    @Test
    void renameShouldKeepTheIdentifierOfAUserWhoSharesIt() {
        String nif = nif();
        profileAsBefore("ann", hyphened(nif));
        profileAsBefore("bob", nif);
        migrate();

        assertThat(store.groups().rename(at("ann"), at("anna"))).isTrue();
        assertThat(store.groups().rename(at("bob"), at("bobby"))).isTrue();

        assertThat(store.profiles().find(at("anna"))).map(Profile::idNumber).contains(hyphened(nif));
        assertThat(store.profiles().find(at("bobby"))).map(Profile::idNumber).contains(nif);
        assertThat(isShared(nif)).isTrue();
        store.groups().forget(at("bobby"));
        assertThat(owner(nif)).contains(at("anna"));
    }

    @Test
    void bothContactsShouldBeEditableWhenTheyKeepTheIdentifier() {
        String nif = nif();
        Contact one = contactAsBefore("One", hyphened(nif));
        Contact other = contactAsBefore("Other", nif);
        migrate();

        store.contacts().update(one.id(), details("One", nif, "new"), OptionalLong.empty());
        store.contacts().update(other.id(), details("Another", nif, "x"), OptionalLong.empty());

        assertThat(store.contacts().find(one.id()).orElseThrow().details()).isEqualTo(details("One", nif, "new"));
        assertThatThrownBy(() -> store.contacts().create(book(), NewContact.of(details("Third", nif, "y"))))
                .isInstanceOf(ContactClashException.class);
        store.contacts().delete(List.of(other.id()), OptionalLong.empty());
        assertThat(isShared(nif)).isFalse();
        assertThat(store.contacts().findByIdentifiers(domain(), List.of(nif)))
                .hasEntrySatisfying(nif, found -> assertThat(found.id()).isEqualTo(one.id()));
        assertThatThrownBy(() -> store.contacts().create(book(), NewContact.of(details("Third", nif, "y"))))
                .hasMessageContaining(one.id().toString());
    }

    @Test
    void userAndContactShouldBeEditableWhenTheyKeepTheIdentifier() {
        String nif = nif();
        profileAsBefore("ann", hyphened(nif));
        Contact contact = contactAsBefore("One", nif);
        migrate();

        save("ann", "Ann", hyphened(nif));
        store.contacts().update(contact.id(), details("Eins", nif, "x"), OptionalLong.empty());

        assertThat(store.sharedIdentifiers(10_000))
                .contains("the user " + at("ann"))
                .anyMatch(words -> words.startsWith("the contact Eins (" + contact.id()));
        save("ann", "Ann", "");
        assertThat(isShared(nif)).isFalse();
    }

    @Test
    void contactsOfDifferentDomainsShouldNotShareWhatTheyMayBothHave() {
        String nif = nif();
        UUID elsewhere = store.contacts()
                .createGroup("else." + domain(), new ContactGroupName("Else"))
                .id();
        contactAsBefore("One", hyphened(nif));
        Contact other = contactAsBefore(elsewhere, "Other", nif);

        migrate();

        assertThat(isShared(nif)).isFalse();
        assertThat(store.contacts().findByIdentifiers("else." + domain(), List.of(nif)))
                .hasEntrySatisfying(nif, found -> assertThat(found.id()).isEqualTo(other.id()));
    }

    private static <R, K> List<Resolution<K>> resolved(ImportKind<R, K> kind, List<List<String>> rows) {
        return kind.resolve(rows.stream().map(kind::read).toList());
    }

    private static <R, K> String refusal(ImportKind<R, K> kind, List<String> row) {
        return resolved(kind, List.of(row)).get(0) instanceof Resolution.Refused<?> refused ? refused.reason() : "";
    }

    private ImportKind<?, ?> contactImport() {
        return new ContactImports(
                        store.contacts(), store.contactMemberships(), store.profiles(), everybody, store.lookup())
                .into(POSTMASTER, book(), ContactFormat.CSV);
    }

    private static List<String> contactRow(String name, String identifier) {
        return List.of(name, identifier, "", "", "", "", "", "", "", "", "");
    }

    @Test
    void contactRowShouldBeRefusedWithBothNamesWhenItsIdentifierIsShared() {
        String nif = nif();
        Contact one = contactAsBefore("One", hyphened(nif));
        Contact other = contactAsBefore("Other", nif);
        migrate();

        for (String spelling : List.of(nif, hyphened(nif), "ES" + nif)) {
            assertThat(refusal(contactImport(), contactRow("Third", spelling)))
                    .contains("One (" + one.id())
                    .contains("Other (" + other.id());
        }
        assertThat(refusal(contactImport(), contactRow("One", hyphened(nif)))).isEmpty();
        assertThat(refusal(contactImport(), contactRow("Other", nif))).isEmpty();

        store.contacts().delete(List.of(other.id()), OptionalLong.empty());
        assertThat(resolved(contactImport(), List.of(contactRow("Renamed", nif)))
                        .get(0)
                        .toString())
                .contains(one.id().toString());
    }

    @Test
    void memberRowShouldBeRefusedWithBothNamesWhenItsIdentifierIsShared() {
        String ofUsers = nif();
        String ofBoth = nif();
        profileAsBefore("ann", hyphened(ofUsers));
        profileAsBefore("bob", ofUsers);
        profileAsBefore("carol", hyphened(ofBoth));
        contactAsBefore("One", ofBoth);
        create("team");
        migrate();
        ImportKind<?, ?> members = StoreMemberImports.of(store, everybody).into(POSTMASTER, at("team"));

        assertThat(refusal(members, List.of(ofUsers, "")))
                .contains(at("ann").toString(), at("bob").toString());
        assertThat(refusal(members, List.of(ofBoth, ""))).contains(at("carol").toString(), "the contact One");
        save("bob", "bob", "");
        assertThat(refusal(members, List.of(ofUsers, ""))).isEmpty();
    }

    @Test
    void sharedIdentifiersShouldBeNoneWhenNobodySharesAny() {
        String nif = nif();
        save("ann", "Ann", nif);

        assertThat(store.profiles().sharedIdentifiers(List.of(nif, "x", ""))).isEqualTo(Map.of());
    }
}
