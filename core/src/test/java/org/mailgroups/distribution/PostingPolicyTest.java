// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.value.Address;

/** All combinations of policy, identity, list and moderation, against a table that says who may write. */
class PostingPolicyTest {
    private static final Address USER = Address.parse("bob@example.org");
    private static final Address OUTSIDE = Address.parse("eve@partner.example");

    /** The authors, and the policies by which each may write. */
    @SuppressWarnings("ImmutableEnumChecker") // of immutable values that are not marked as such
    private enum Who {
        STRANGER(Author.UNKNOWN, false, Set.of(Senders.ANYONE)),
        PROVEN_STRANGER(new Author(Set.of(), null, Set.of(OUTSIDE), false), false, Set.of(Senders.ANYONE)),
        USER_OF_THE_SERVER(user(false), false, Set.of(Senders.ANYONE, Senders.INTERNAL)),
        MEMBER(user(true), false, Set.of(Senders.ANYONE, Senders.INTERNAL, Senders.MEMBERS)),
        ADMINISTRATOR(user(false), true, Set.of(Senders.ANYONE, Senders.INTERNAL, Senders.ADMINISTRATORS)),
        MEMBER_AND_ADMINISTRATOR(
                user(true), true, Set.of(Senders.ANYONE, Senders.INTERNAL, Senders.MEMBERS, Senders.ADMINISTRATORS));

        private final Author author;
        private final boolean administrator;
        private final Set<Senders> may;

        Who(Author author, boolean administrator, Set<Senders> may) {
            this.author = author;
            this.administrator = administrator;
            this.may = may;
        }

        private static Author user(boolean member) {
            return new Author(Set.of(USER), null, Set.of(), member);
        }
    }

    /** The lists of allowed senders, and the addresses that they name. */
    @SuppressWarnings("ImmutableEnumChecker") // of immutable values that are not marked as such
    private enum Listed {
        NOBODY(List.of(), Set.of()),
        THE_USER(List.of("bob@example.org"), Set.of(USER)),
        THE_USERS_DOMAIN(List.of("@example.org"), Set.of(USER)),
        THE_PARTNER(List.of("@PARTNER.example"), Set.of(OUTSIDE)),
        A_SUBDOMAIN(List.of("@sub.partner.example", "@sub.example.org"), Set.of());

        private final List<AllowedSender> senders;
        private final Set<Address> named;

        Listed(List<String> senders, Set<Address> named) {
            this.senders = senders.stream().map(AllowedSender::parse).toList();
            this.named = named;
        }

        boolean names(Author author) {
            return Stream.concat(author.identities().stream(), author.proven().stream())
                    .anyMatch(named::contains);
        }
    }

    private record Case(Senders senders, Who who, Listed listed, Moderation moderation) {}

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Senders senders : Senders.values()) {
            for (Who who : Who.values()) {
                for (Listed listed : Listed.values()) {
                    for (Moderation moderation : Moderation.values()) {
                        cases.add(new Case(senders, who, listed, moderation));
                    }
                }
            }
        }
        return cases;
    }

    private static GroupEntry group(GroupSettings settings, boolean userAdministers) {
        Address administrator = userAdministers ? USER : Address.parse("admin@example.org");
        return new GroupEntry(1, Address.parse("team@example.org"), "Team", 1, List.of(administrator), settings);
    }

    private static String decision(GroupEntry group, Author author, long bytes) {
        return PostingPolicy.decide(Submission.atRcpt(group, false, bytes, author, false))
                .getClass()
                .getSimpleName();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decideShouldFollowTheTable(Case wanted) {
        GroupSettings settings = GroupSettings.DEFAULT
                .withSenders(wanted.senders())
                .withAllowedSenders(wanted.listed().senders)
                .withModeration(wanted.moderation());
        Author author = wanted.who().author;
        boolean may =
                wanted.who().may.contains(wanted.senders()) || wanted.listed().names(author);

        String decision = decision(group(settings, wanted.who().administrator), author, 100);

        if (wanted.senders() == Senders.UNREADABLE) {
            assertThat(decision).isEqualTo("Refuse");
        } else if (wanted.moderation() == Moderation.EVERYONE) {
            assertThat(decision).isEqualTo("Hold");
        } else if (may) {
            assertThat(decision).isEqualTo("Accept");
        } else {
            assertThat(decision).isEqualTo(wanted.moderation() == Moderation.OUTSIDERS ? "Hold" : "Refuse");
        }
    }

    /** To look at the members of a large group takes a while. */
    @ParameterizedTest
    @EnumSource(value = Senders.class, names = "MEMBERS", mode = EnumSource.Mode.EXCLUDE)
    void decideShouldAskForTheMembersOnlyWhereTheyMayWrite(Senders senders) {
        Author author = new Author(Set.of(USER), null, Set.of(), () -> {
            throw new AssertionError("the members were asked for");
        });

        assertThat(decision(group(GroupSettings.DEFAULT.withSenders(senders), false), author, 100))
                .isIn("Accept", "Refuse");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decideShouldRefuseWhoUsesAnothersAddress(Case wanted) {
        GroupSettings settings = GroupSettings.DEFAULT
                .withSenders(wanted.senders())
                .withAllowedSenders(wanted.listed().senders)
                .withModeration(wanted.moderation());
        Author author = wanted.who().author;
        Author impostor = new Author(author.identities(), "carol@example.org", author.proven(), author.member());

        assertThat(decision(group(settings, wanted.who().administrator), impostor, 100))
                .isEqualTo("Refuse");
    }

    @Test
    void decideShouldRefuseWhatIsLargerThanTheGroupTakesWhoeverWrites() {
        GroupSettings settings =
                GroupSettings.DEFAULT.withSenders(Senders.ANYONE).withMessageBytesLimit(1000);
        GroupEntry group = group(settings.withModeration(Moderation.EVERYONE), true);

        assertThat(PostingPolicy.decide(Submission.atRcpt(group, false, 1001, Who.ADMINISTRATOR.author, false)))
                .isEqualTo(new Decision.Refuse(
                        Decision.Cause.TOO_LARGE, "This group takes messages of at most 1000 bytes"));
        assertThat(decision(group, Who.ADMINISTRATOR.author, 1000)).isEqualTo("Hold");
        assertThat(decision(group, Who.ADMINISTRATOR.author, Long.MAX_VALUE)).isEqualTo("Refuse");
    }

    @Test
    void storedTextThatIsNoPolicyShouldCloseTheGroup() {
        assertThat(Senders.ofStored("ANYONE ")).isEqualTo(Senders.UNREADABLE);
        assertThat(Moderation.ofStored("nonsense")).isEqualTo(Moderation.EVERYONE);
    }
}
