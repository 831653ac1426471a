// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.contact.NewContact;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreDatabase;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/** The promises of {@link ContactRepository#search} and {@link ContactRepository#searchByAddress}. */
class ContactSearchTest extends ContactStoreContract {
    private ContactFilter filter(String text) {
        return new ContactFilter(Optional.of(domain()), Optional.empty(), false, text);
    }

    private ContactFilter sharedOnly(String text) {
        return new ContactFilter(Optional.of(domain()), Optional.empty(), true, text);
    }

    private ContactFilter inGroup(UUID contactGroup) {
        return new ContactFilter(Optional.empty(), Optional.of(contactGroup), false, "");
    }

    private List<String> names(ContactFilter filter) {
        return contacts().search(filter, PageRequest.first(1000)).items().stream()
                .map(found -> found.contact().details().name())
                .toList();
    }

    private List<String> found(String text) {
        return names(filter(text));
    }

    private List<String> byAddress(ContactFilter filter) {
        return contacts().searchByAddress(filter, PageRequest.first(1000)).items().stream()
                .map(contact -> contact.details().name())
                .toList();
    }

    private ContactDetails company(String name, String company, boolean shared, String... localParts) {
        return new ContactDetails(
                name,
                "",
                Stream.of(localParts).map(this::at).map(ContactEmail::of).toList(),
                List.of("+34 600 000 000"),
                company,
                "Department",
                "Title",
                "Address",
                "Notes",
                shared);
    }

    private static Page<FoundContact> after(
            Function<PageRequest, Page<FoundContact>> search, Page<FoundContact> page, int limit) {
        return search.apply(
                new PageRequest(page.items().get(page.items().size() - 1).position(), limit));
    }

    @Nested
    class Matching {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ángel muñoz",
                    "ANGEL",
                    "munoz angel",
                    "noz",
                    "  angel \t munoz  ",
                    "acme",
                    "ácme gmbh",
                    "muller",
                    "MÜLLER@",
                    "x-77",
                    "angel acme x-77",
                    "a\u0301ngel",
                    "łodz",
                    "strasse",
                    "angel, munoz",
                    "angelmunoz",
                    "x77",
                    "60011",
                    "600 11 22",
                    "+34 (600) 11.22",
                    "munoz 1122",
                    "am@"
                })
        void searchShouldFindEveryWordInNameAddressCompanyAndIdentifier(String text) {
            create(new ContactDetails(
                    "Ángel Muñoz",
                    id("X-77"),
                    List.of(ContactEmail.of(at("am")), ContactEmail.of(at("müller"))),
                    List.of("+34 600-11-22"),
                    "Acme GmbH Lodz Straße",
                    "",
                    "",
                    "",
                    "",
                    true));
            create(details("Somebody Else", "else"));

            assertThat(found(text)).containsExactly("Ángel Muñoz");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"angela", "angel smith", "department", "title", "notes", "601", "%", "_", "\u0000", "*"})
        void searchShouldNotFindWhatIsNotThere(String text) {
            create(company("Angel Munoz", "Acme", true, "angel"));

            assertThat(found(text)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"12345678z", "12345678", "2345", "8z", "ann 1234", "w", "bea acme w"})
        void searchShouldNotTellAnIdentifierWhenOnlyWhatMembersSeeIsWanted(String text) {
            create(identified("Ann", "12345678Z", "ann"));
            create(new ContactDetails(
                    "Bea", "w", List.of(ContactEmail.of(at("bea"))), List.of(), "Acme", "", "", "", "", true));

            assertThat(found(text)).isNotEmpty();
            assertThat(names(sharedOnly(text))).isEmpty();
            assertThat(byAddress(sharedOnly(text))).isEmpty();
            contacts()
                    .delete(
                            contacts().list(clients.id(), PageRequest.first(10)).items().stream()
                                    .map(found -> found.contact().id())
                                    .toList(),
                            ANY_VERSION);
        }

        @Test
        void searchShouldFindWhatMembersSeeNextToAnIdentifier() {
            create(new ContactDetails(
                    "Ann",
                    id("acme"),
                    List.of(ContactEmail.of(at("acme.ann"))),
                    List.of(),
                    "Acme acme",
                    "",
                    "",
                    "",
                    "",
                    true));

            assertThat(names(sharedOnly("acme"))).containsExactly("Ann");
            assertThat(names(sharedOnly("ann acme me"))).containsExactly("Ann");
            assertThat(byAddress(sharedOnly("acme"))).containsExactly("Ann");
        }

        @Test
        void searchShouldNotFindWhatSpansTwoValues() {
            create(company("Ann", "Acme", true, "x"));

            assertThat(found("annacme")).isEmpty();
            assertThat(found("ann\u0000acme")).isEmpty();
        }

        @Test
        void searchShouldFindInternationalDomainsInBothForms() {
            ContactDetails details = new ContactDetails(
                    "Umlaut",
                    "",
                    List.of(ContactEmail.of(Address.parse("x@bücher.example"))),
                    List.of(),
                    "",
                    "",
                    "",
                    "",
                    "",
                    true);
            create(details);

            assertThat(found("bucher")).containsExactly("Umlaut");
            assertThat(found("x@bücher.example")).containsExactly("Umlaut");
            assertThat(found("xn--bcher-kva")).containsExactly("Umlaut");
        }

        @Test
        void searchShouldFindAllByNameWhenTheTextIsEmpty() {
            Stream.of("zoe", "Émile", "ada").forEach(name -> create(details(name)));

            assertThat(found("")).containsExactly("ada", "Émile", "zoe");
            assertThat(found("   ")).containsExactly("ada", "Émile", "zoe");
        }
    }

    @Test
    void searchShouldRefuseMoreWordsThanAnybodyTypes() {
        String many = IntStream.range(0, 33).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));

        assertThatThrownBy(() -> found(many))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("q ");
        assertThat(found("again ".repeat(1000))).isEmpty();
    }

    @Nested
    class Relevance {
        @Test
        void searchShouldBeInOrderOfRelevanceThenOfNames() {
            create(details("a bananna"));
            create(details("b bananna"));
            create(company("c", "Anna's company", true));
            create(details("d", "anna.smith"));
            create(details("e-Anna"));
            create(details("f anna"));
            create(details("Annabel"));
            create(details("Anna Zed"));
            create(details("Ánna"));
            ContactDetails anywhere = details("z");
            create(new ContactDetails(anywhere.name(), id("joanna"), List.of(), List.of(), "", "", "", "", "", true));

            assertThat(found("anna"))
                    .containsExactly(
                            "Ánna", "Anna Zed", "Annabel", "e-Anna", "f anna", "c", "d", "a bananna", "b bananna", "z");
        }

        @ParameterizedTest
        @CsvSource({"id-1", "ID-1", "whole", "whole name", "WHÓLE NAME"})
        void searchShouldPutWholeValuesFirst(String text) {
            create(details("A Whole Name id-1 whole"));
            create(details("Whole Namesake id-1"));
            ContactDetails whole = new ContactDetails(
                    "Whole Name",
                    "id-1",
                    List.of(ContactEmail.of(at("second")), ContactEmail.of(at("whole"))),
                    List.of(),
                    "",
                    "",
                    "",
                    "",
                    "",
                    true);
            Contact made = create(whole);
            String wanted = text.equals("whole") ? at("whole").toString() : text;

            assertThat(found(wanted).get(0)).isEqualTo("Whole Name");
            contacts().delete(List.of(made.id()), ANY_VERSION);
        }

        @Test
        void searchShouldNotBringForwardByAnIdentifierWhenOnlyWhatMembersSeeIsWanted() {
            create(details("Acme " + id("ab1")));
            create(new ContactDetails("Zoe " + id("xab1"), id("ab1"), List.of(), List.of(), "", "", "", "", "", true));

            assertThat(found(id("ab1")).get(0)).startsWith("Zoe");
            assertThat(names(sharedOnly(id("ab1"))).get(0)).startsWith("Acme");
        }

        @Test
        void searchShouldNotTakeAWholeCompanyForAWholeContact() {
            create(company("Zoe", "Acme", true));
            create(details("Acme Corporation"));

            assertThat(found("acme")).containsExactly("Acme Corporation", "Zoe");
        }

        @Test
        void searchShouldPreferWordsOfTheNameInAnyOrder() {
            create(company("Ann", "Example Smith", true));
            create(details("Smith-Jones Annabel"));
            create(details("Ann Smithson"));

            assertThat(found("ann smith")).containsExactly("Ann Smithson", "Smith-Jones Annabel", "Ann");
        }

        @Test
        void searchShouldAgreeWithThePlainRuleWhateverTheContacts() {
            Random random = new Random(42);
            List<ContactSave> many = IntStream.range(0, 400)
                    .mapToObj(i -> new ContactSave(
                            Optional.empty(),
                            company(
                                    syllables(random),
                                    random.nextBoolean() ? syllables(random) : "",
                                    random.nextBoolean(),
                                    "l" + i),
                            Optional.empty()))
                    .toList();
            contacts().saveAll(clients.id(), many);
            List<Contact> all = contacts().list(clients.id(), PageRequest.first(1000)).items().stream()
                    .map(FoundContact::contact)
                    .toList();

            for (String text : List.of("an", "an be", "ce", "be an ce", "l1", "l17@" + domain(), "dé", "anbe ce")) {
                List<UUID> expected = IntStream.rangeClosed(0, 4)
                        .boxed()
                        .flatMap(rank -> all.stream().filter(contact -> rank(contact.details(), text) == rank))
                        .map(Contact::id)
                        .toList();
                assertThat(paged(filter(text), 7)).as(text).isEqualTo(expected);
            }
        }

        private String syllables(Random random) {
            return random.ints(1L + random.nextInt(5), 0, 6)
                    .mapToObj(i -> List.of("an", "Bé", "ce", "Dé", " ", "-").get(i))
                    .collect(Collectors.joining("", "X", ""));
        }

        /** The rule of the port once more, without anything clever. */
        private int rank(ContactDetails details, String text) {
            String name = plain(details.name());
            String address = details.preferred().orElseThrow().key();
            List<String> words = List.of(plain(text).split(" "));
            List<String> texts = List.of(name, plain(details.company()), address);
            if (!words.stream().allMatch(word -> texts.stream()
                    .anyMatch(each -> lettersAndDigits(each).contains(lettersAndDigits(word))))) {
                return -1;
            }
            if (name.equals(plain(text)) || address.equals(plain(text))) {
                return 0;
            }
            if (name.startsWith(plain(text))) {
                return 1;
            }
            if (words.stream().allMatch(word -> begins(name, word))) {
                return 2;
            }
            return words.stream().allMatch(word -> texts.stream().anyMatch(each -> begins(each, word))) ? 3 : 4;
        }

        private String lettersAndDigits(String text) {
            return text.replaceAll("[^a-z0-9@]", "");
        }

        private boolean begins(String text, String word) {
            return Pattern.compile("(?<![a-z0-9])" + Pattern.quote(word))
                    .matcher(text)
                    .find();
        }

        private String plain(String text) {
            return text.toLowerCase(Locale.ROOT)
                    .replace('é', 'e')
                    .replaceAll(" +", " ")
                    .strip();
        }
    }

    /** The ids of all hits, read in pages. */
    private List<UUID> paged(ContactFilter filter, int limit) {
        List<UUID> ids = new ArrayList<>();
        Page<FoundContact> page = contacts().search(filter, PageRequest.first(limit));
        page.items().forEach(found -> ids.add(found.contact().id()));
        while (page.more()) {
            page = after(request -> contacts().search(filter, request), page, limit);
            page.items().forEach(found -> ids.add(found.contact().id()));
        }
        return ids;
    }

    @Nested
    class Filters {
        @Test
        void searchShouldFindSharedContactsOnlyWhenAsked() {
            create(company("Open", "", true, "open"));
            Contact hidden = create(company("Hidden", "", false, "hidden"));

            assertThat(names(sharedOnly(""))).containsExactly("Open");
            assertThat(byAddress(sharedOnly(""))).containsExactly("Open");
            assertThat(found("")).containsExactly("Hidden", "Open");
            update(hidden, company("Hidden", "", true, "hidden"));
            assertThat(names(sharedOnly("hidden"))).containsExactly("Hidden");
        }

        @Test
        void searchShouldKeepToTheContactGroup() {
            create(details("Ann", "ann"));
            ContactGroup other = newContactGroup("Other");
            Contact bob = contacts().create(other.id(), NewContact.of(details("Bob", "bob")));

            assertThat(names(inGroup(clients.id()))).containsExactly("Ann");
            assertThat(byAddress(inGroup(other.id()))).containsExactly("Bob");
            contacts().move(List.of(bob.id()), clients.id());
            assertThat(names(inGroup(clients.id()))).containsExactly("Ann", "Bob");
            assertThat(names(inGroup(other.id()))).isEmpty();
        }

        @Test
        void searchShouldFindNothingInAGroupThatDoesNotExistOrIsOfAnotherDomain() {
            create(details("Ann"));

            assertThat(names(inGroup(unknown()))).isEmpty();
            assertThat(names(new ContactFilter(Optional.of("other.example"), Optional.of(clients.id()), false, "")))
                    .isEmpty();
            assertThat(names(new ContactFilter(Optional.of("\u0000"), Optional.empty(), false, "")))
                    .isEmpty();
        }

        @Test
        void searchShouldKeepToTheDomainUnlessNoneIsGiven() {
            create(details("Common " + domain() + " b", "b"));
            ContactGroup foreign = contacts().createGroup("other-" + domain(), new ContactGroupName("X"));
            contacts().create(foreign.id(), NewContact.of(details("Common " + domain() + " a", "a")));
            contacts().create(foreign.id(), NewContact.of(details("Common " + domain() + " c", "c")));
            ContactFilter everywhere =
                    new ContactFilter(Optional.empty(), Optional.empty(), false, domain() + " common");

            assertThat(found("common")).hasSize(1);
            assertThat(names(everywhere))
                    .containsExactly(
                            "Common " + domain() + " a", "Common " + domain() + " b", "Common " + domain() + " c");
            assertThat(paged(everywhere, 1)).hasSize(3).doesNotHaveDuplicates();
            assertThat(byAddress(everywhere)).hasSize(3);
        }
    }

    @Nested
    class Paging {
        @ParameterizedTest
        @ValueSource(strings = {"x", "!", "AAAA", "\u0000", "OTk5"})
        void searchShouldRefuseWhatIsNoPosition(String after) {
            assertThatThrownBy(() -> contacts().search(filter("a"), new PageRequest(after, 10)))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageStartingWith("after ");
        }

        @Test
        void searchShouldGoOnAfterAContactThatIsGone() {
            create(details("Anna"));
            create(details("Annabel"));
            create(details("Joanna"));
            Page<FoundContact> first = contacts().search(filter("anna"), PageRequest.first(1));
            contacts().delete(List.of(first.items().get(0).contact().id()), ANY_VERSION);

            assertThat(after(request -> contacts().search(filter("anna"), request), first, 10)
                            .items())
                    .extracting(found -> found.contact().details().name())
                    .containsExactly("Annabel", "Joanna");
        }

        @Test
        void positionsShouldBeFitForAUrl() {
            create(details("ÿþ?/&=% 😀"));

            assertThat(contacts()
                            .search(filter("😀"), PageRequest.first(1))
                            .items()
                            .get(0)
                            .position())
                    .matches("[A-Za-z0-9_-]+");
        }
    }

    @Nested
    class ByAddress {
        @Test
        void searchByAddressShouldNameTheFirstOfEachAddressInTheirOrder() {
            List<Contact> twins = Stream.of("Zed", "Alf")
                    .map(name -> create(details(name, "b", "a")))
                    .sorted(Comparator.comparing(contact -> contact.id().toString()))
                    .toList();
            create(details("Without"));
            Contact ann = create(details("Ann", "C"));
            Contact zoe = create(details("Zoe", "A"));

            Page<Contact> first = contacts().searchByAddress(filter(""), PageRequest.first(2));
            Page<Contact> second = contacts().searchByAddress(filter(""), new PageRequest(at("b").key(), 2));

            assertThat(first.items()).containsExactly(zoe, twins.get(0));
            assertThat(first.more()).isTrue();
            assertThat(second.items()).containsExactly(ann);
            assertThat(second.more()).isFalse();
            assertThat(byAddress(filter("ann"))).containsExactly("Ann");
        }

        @Test
        void searchByAddressShouldAgreeWithTheListWhateverTheContacts() {
            contacts()
                    .saveAll(
                            clients.id(),
                            new Random(7)
                                    .ints(200, 0, 120)
                                    .mapToObj(i -> new ContactSave(
                                            Optional.empty(),
                                            details(i % 10 == 3 ? "Wanted" : "Other", "l" + i),
                                            Optional.empty()))
                                    .toList());
            List<String> expected = contacts().list(clients.id(), PageRequest.first(1000)).items().stream()
                    .map(found -> found.contact().details())
                    .filter(details -> details.name().equals("Wanted"))
                    .map(details -> details.preferred().orElseThrow().key())
                    .distinct()
                    .sorted()
                    .toList();
            List<String> paged = new ArrayList<>();
            String after = "";
            Page<Contact> page;
            do {
                page = contacts().searchByAddress(filter("wanted"), new PageRequest(after, 2));
                page.items()
                        .forEach(contact -> paged.add(
                                contact.details().preferred().orElseThrow().key()));
                after = paged.get(paged.size() - 1);
            } while (page.more());

            assertThat(paged).isEqualTo(expected);
        }
    }

    @Nested
    class Freshness {
        @Test
        void searchShouldSeeEachChangeAtOnce() {
            assertThat(found("ann")).isEmpty();
            Contact ann = create(details("Ann", "ann"));
            assertThat(found("ann")).containsExactly("Ann");
            update(ann, details("Zoe", "zoe"));
            assertThat(found("ann")).isEmpty();
            assertThat(found("zoe")).containsExactly("Zoe");
            contacts().delete(List.of(ann.id()), ANY_VERSION);
            assertThat(found("zoe")).isEmpty();
            create(details("Zoe"));
            contacts().deleteGroup(clients.id(), new ContactsFate.Delete(), ANY_VERSION);
            assertThat(found("")).isEmpty();
        }

        @Test
        void searchShouldSeeAllOfABulkDeletion() {
            List<ContactSave> many = IntStream.range(0, 10_500)
                    .mapToObj(i -> new ContactSave(Optional.empty(), details("Many " + i), Optional.empty()))
                    .toList();
            contacts().saveAll(clients.id(), many);
            ContactGroup other = newContactGroup("Other");
            contacts().create(other.id(), NewContact.of(details("Stays")));
            assertThat(found("many")).hasSize(1000);

            contacts().deleteGroup(clients.id(), new ContactsFate.Delete(), ANY_VERSION);

            assertThat(found("")).containsExactly("Stays");
        }

        @Test
        void searchShouldSeeDeletionsAlthoughTheLogWasCut() {
            GroupStore later = secondStoreIfPossible(Clock.offset(CLOCK, Duration.ofDays(1)));
            Contact ann = create(details("Ann"));
            create(details("Bob"));
            assertThat(found("")).containsExactly("Ann", "Bob");
            contacts().delete(List.of(ann.id()), ANY_VERSION);
            try {
                // Somewhere in these the log is cut, and forgets Ann, who went a day ago by this clock.
                List<Contact> made = IntStream.range(0, 2 * ContactBookTable.CUT_EVERY)
                        .mapToObj(i -> later.contacts().create(clients.id(), NewContact.of(details("C" + i))))
                        .toList();
                later.contacts().delete(made.stream().map(Contact::id).toList(), ANY_VERSION);

                assertThat(found("")).containsExactly("Bob");
            } finally {
                if (later != store) {
                    later.close();
                }
            }
        }

        @Test
        void searchShouldSeeEachOfManyChangesAtOnceWhileOthersChangeToo() throws InterruptedException {
            List<Callable<Boolean>> calls = IntStream.range(0, 12)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        Contact made = create(details("Worker " + i));
                        boolean seen = found("worker " + i).contains("Worker " + i);
                        contacts().delete(List.of(made.id()), ANY_VERSION);
                        return seen && !found("worker " + i).contains("Worker " + i);
                    })
                    .toList();

            assertThat(Simultaneously.run(calls)).containsOnly(true);
        }
    }

    /** Another node on the same database, where the database serves several; else this one. */
    private GroupStore secondStoreIfPossible(Clock clock) {
        return kind == StoreDatabase.POSTGRESQL ? GroupStore.open(configuration, clock) : store;
    }
}
