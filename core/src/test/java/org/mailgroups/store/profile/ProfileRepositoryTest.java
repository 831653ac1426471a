// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/** The promises of {@link ProfileRepository}. */
class ProfileRepositoryTest extends StoreContract {
    private ProfileRepository profiles() {
        return store.profiles();
    }

    private List<String> found(String text) {
        return profiles().search(text, PageRequest.first(1000)).items().stream()
                .filter(profile -> profile.user().domain().equals(domain()))
                .map(profile -> profile.user().localPart())
                .toList();
    }

    @Nested
    class Save {
        @Test
        void saveShouldKeepEverything() {
            Profile profile = new Profile(at("Ann"), "Ann O'Brien \"%_!\" 李", "12345678-Z" + domain());
            profiles().save(profile);

            assertThat(profiles().find(at("ann"))).contains(profile);
            assertThat(profiles().find(at("ann")).orElseThrow().user())
                    .hasToString(at("Ann").toString());
        }

        @Test
        void saveShouldReplaceTheProfileThatWasThere() {
            profiles().save(new Profile(at("ann"), "Ann", "1" + domain()));
            profiles().save(new Profile(at("ann"), "Anna", ""));

            assertThat(profiles().find(at("ann"))).contains(new Profile(at("ann"), "Anna", ""));
            assertThatCode(() -> profiles().save(new Profile(at("bob"), "Bob", "1" + domain())))
                    .doesNotThrowAnyException();
        }

        @Test
        void saveShouldRefuseTheIdentifierOfAnotherUserRegardlessOfCase() {
            profiles().save(new Profile(at("ann"), "Ann", "X1" + domain()));

            assertThatThrownBy(() -> profiles().save(new Profile(at("bob"), "Bob", "x1" + domain())))
                    .isInstanceOf(IdentifierTakenException.class)
                    .hasMessageContaining(at("ann").toString());
            assertThatCode(() -> profiles().save(new Profile(at("ann"), "Ann", "x1" + domain())))
                    .doesNotThrowAnyException();
        }

        @Test
        void saveShouldAcceptManyProfilesWithoutIdentifier() {
            profiles().save(new Profile(at("ann"), "Ann", ""));
            profiles().save(new Profile(at("bob"), "Bob", ""));

            assertThat(profiles().findAll(Set.of(at("ann"), at("bob")))).hasSize(2);
        }

        @Test
        void saveShouldGiveAnIdentifierToExactlyOneOfManyAtOnce() throws InterruptedException {
            List<Callable<Boolean>> calls = Stream.of("a", "b", "c", "d")
                    .<Callable<Boolean>>map(name -> () -> {
                        profiles().save(new Profile(at(name), name, "same" + domain()));
                        return true;
                    })
                    .toList();

            List<Object> outcomes = Simultaneously.run(calls);

            assertThat(outcomes).filteredOn(Boolean.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(IdentifierTakenException.class::isInstance)
                    .hasSize(3);
        }
    }

    @Nested
    class Find {
        @Test
        void findShouldBeEmptyWhenThereIsNoProfile() {
            assertThat(profiles().find(at("nobody"))).isEmpty();
        }

        @Test
        void findAllShouldAnswerForThoseThatHaveOne() {
            List<Address> asked = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                asked.add(at("u" + i));
                if (i % 2 == 0) {
                    profiles().save(new Profile(at("u" + i), "User " + i, ""));
                }
            }

            assertThat(profiles().findAll(asked))
                    .hasSize(40)
                    .containsEntry(at("u4"), new Profile(at("u4"), "User 4", ""));
            assertThat(profiles().findAll(List.of())).isEmpty();
        }
    }

    @Nested
    class Delete {
        @Test
        void deleteShouldForgetTheProfile() {
            profiles().save(new Profile(at("ann"), "Ann", ""));

            profiles().delete(at("ANN"));
            profiles().delete(at("ann"));

            assertThat(profiles().find(at("ann"))).isEmpty();
        }
    }

    @Nested
    class Search {
        @Test
        void searchShouldFindTextInNameAddressAndIdentifier() {
            profiles().save(new Profile(at("ann"), "Zoë Müller", "AB_1" + domain()));
            profiles().save(new Profile(at("bob"), "Robert", "ABx1" + domain()));

            assertThat(found("MÜL")).containsExactly("ann");
            assertThat(found("BOB")).containsExactly("bob");
            assertThat(found("b_1")).containsExactly("ann");
            assertThat(found("")).containsExactly("ann", "bob");
            assertThat(found("a\u0000")).isEmpty();
        }

        @Test
        void searchShouldFindWordsInAnyFormAndOrder() {
            profiles().save(new Profile(at("jose.maria"), "Jose\u0301 Mun\u0303oz O'Brien", "7654321J"));
            profiles().save(new Profile(at("iris"), "İRİS Şen", ""));

            for (String text : List.of(
                    "muñoz JOSÉ", "OBRIEN munoz", "o\u2019brien", "jose.maria@", "7654321-J", "7.654.321 j munoz")) {
                assertThat(found(text)).as(text).containsExactly("jose.maria");
            }
            assertThat(found("iris sen")).containsExactly("iris");
            assertThat(found("munoz iris")).isEmpty();
        }

        @Test
        void findByIdentifiersShouldFindEachSpelling() {
            profiles().save(new Profile(at("ann"), "Ann", "07.654.322-Z"));

            assertThat(profiles().findByIdentifiers(List.of("7654322Z", "es07654322z", "\uff10\uff17.654.322 Z", "x")))
                    .hasSize(3)
                    .allSatisfy((identifier, owner) -> assertThat(owner).isEqualTo(at("ann")));
            assertThatThrownBy(() -> profiles().save(new Profile(at("bob"), "Bob", "7654322-z")))
                    .isInstanceOf(IdentifierTakenException.class)
                    .hasMessageContaining(at("ann").toString());
            assertThat(profiles().find(at("ann"))).map(Profile::idNumber).contains("07.654.322-Z");
        }

        @Test
        void searchShouldPageByAddress() {
            for (int i = 0; i < 25; i++) {
                profiles().save(new Profile(at("u" + (char) ('a' + i)), "Paged " + domain(), ""));
            }
            List<String> seen = new ArrayList<>();
            PageRequest request = PageRequest.first(10);
            Page<Profile> page;
            do {
                page = profiles().search("paged " + domain(), request);
                page.items().forEach(profile -> seen.add(profile.user().key()));
                request = new PageRequest(seen.get(seen.size() - 1), 10);
            } while (page.more());

            assertThat(seen).hasSize(25).doesNotHaveDuplicates().isSorted();
        }
    }

    @Nested
    class Many {
        private Profile profile(String user, String identifier) {
            return new Profile(at(user), "Name of " + user, identifier.isEmpty() ? "" : id(identifier));
        }

        /** Identifiers are unique in the whole store, which tests share. */
        private String id(String identifier) {
            return identifier + "-" + domain();
        }

        @Test
        void findByIdentifiersShouldNotMindCase() {
            profiles().save(profile("ann", "Staff-7"));

            assertThat(profiles().findByIdentifiers(List.of(id("STAFF-7"), id("staff-7"), id("staff-8"))))
                    .containsOnly(Map.entry(id("STAFF-7"), at("ann")), Map.entry(id("staff-7"), at("ann")));
            assertThat(profiles().findByIdentifiers(List.of())).isEmpty();
        }

        @Test
        void saveAllShouldCreateAndReplace() {
            profiles().save(profile("ann", "1"));
            Profile ann = new Profile(at("ann"), "Ann", id("2"));

            profiles().saveAll(List.of(ann, profile("bob", "1"), profile("carol", "")));

            assertThat(profiles().find(at("ann"))).contains(ann);
            assertThat(profiles().find(at("bob"))).contains(profile("bob", "1"));
            assertThat(profiles().find(at("carol"))).contains(profile("carol", ""));
        }

        @Test
        void saveAllShouldLetIdentifiersChangePlaces() {
            profiles().saveAll(List.of(profile("ann", "1"), profile("bob", "2")));

            profiles().saveAll(List.of(profile("ann", "2"), profile("bob", "1")));

            assertThat(profiles().findByIdentifiers(List.of(id("1"), id("2"))))
                    .containsOnly(Map.entry(id("1"), at("bob")), Map.entry(id("2"), at("ann")));
        }

        @Test
        void saveAllShouldChangeNothingWhenAnotherUserHasTheIdentifier() {
            profiles().save(profile("ann", "1"));

            assertThatThrownBy(() -> profiles().saveAll(List.of(profile("carol", ""), profile("bob", "1"))))
                    .isInstanceOf(IdentifierTakenException.class);
            assertThat(profiles().find(at("carol"))).isEmpty();
        }

        @Test
        void saveAllShouldChangeNothingWhenTwoHaveOneIdentifier() {
            assertThatThrownBy(() -> profiles().saveAll(List.of(profile("ann", "x"), profile("bob", "X"))))
                    .isInstanceOf(IdentifierTakenException.class);
            assertThat(profiles().find(at("ann"))).isEmpty();
        }
    }
}
