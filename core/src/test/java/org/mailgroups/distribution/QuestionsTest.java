// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.Decision.Accept;
import org.mailgroups.distribution.Decision.Cause;
import org.mailgroups.distribution.Decision.Hold;
import org.mailgroups.distribution.Decision.Refuse;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.value.Address;

/** The order of the questions about a message, and the stages that can answer them. */
class QuestionsTest {
    private static final Author MEMBER = new Author(Set.of(Address.parse("bob@example.org")), null, Set.of(), true);
    private static final Hold STORM = new Hold("a storm");

    private int storms;

    private static GroupEntry group(Moderation moderation) {
        return new MemoryServer()
                .group("team@example.org")
                .settings(
                        "team@example.org",
                        GroupSettings.DEFAULT.withSenders(Senders.MEMBERS).withModeration(moderation))
                .find(Address.parse("team@example.org"))
                .orElseThrow();
    }

    private Decision inSpool(boolean circles, boolean approved, boolean automatic, Author author) {
        return PostingPolicy.decide(
                Submission.inSpool(group(Moderation.NONE), circles, approved, automatic, false, 0, author, () -> {
                    storms++;
                    return STORM;
                }));
    }

    private static Cause cause(Decision decision) {
        return ((Refuse) decision).cause();
    }

    @Test
    void decideShouldRefuseALoopWhateverElseIsKnown() {
        assertThat(cause(inSpool(true, true, true, Author.UNKNOWN))).isEqualTo(Cause.LOOP);
    }

    @Test
    void decideShouldRefuseCirclesAndAutomaticMailAsSoonAsTheHeaderIsThere() {
        GroupEntry group = group(Moderation.NONE);

        assertThat(cause(PostingPolicy.decide(Submission.afterData(group, true, false, 0, MEMBER, false))))
                .isEqualTo(Cause.LOOP);
        assertThat(cause(PostingPolicy.decide(Submission.afterData(group, false, true, 0, MEMBER, false))))
                .isEqualTo(Cause.NOT_ALLOWED);
    }

    @Test
    void decideShouldRefuseAnAddressWithoutARightToItWhateverThePolicy() {
        GroupEntry open = new MemoryServer()
                .group("team@example.org")
                .find(Address.parse("team@example.org"))
                .orElseThrow();
        Author impostor = new Author(Set.of(), "ceo@example.org", Set.of(), false);

        assertThat(((Refuse) PostingPolicy.decide(Submission.afterData(open, false, false, 0, impostor, true))))
                .extracting(Refuse::cause, Refuse::reason)
                .containsExactly(Cause.NOT_ALLOWED, "Log in to write to this group as ceo@example.org");
        assertThat(PostingPolicy.decide(Submission.afterData(open, false, false, 0, Author.UNKNOWN, false)))
                .isEqualTo(new Accept());
    }

    @Test
    void decideShouldAcceptWhatWasApprovedWithoutAskingFurther() {
        assertThat(inSpool(false, true, true, Author.UNKNOWN)).isEqualTo(new Accept());
        assertThat(storms).isZero();
    }

    @Test
    void decideShouldRefuseTheNullSenderWhoeverAuthenticated() {
        assertThat(((Refuse) inSpool(false, false, true, MEMBER)).reason()).contains("delivery reports");
    }

    @Test
    void decideShouldAskTheStormGuardOnlyAboutWhatThePolicyLetsPass() {
        assertThat(cause(inSpool(false, false, false, Author.UNKNOWN))).isEqualTo(Cause.NOT_ALLOWED);
        assertThat(storms).isZero();

        assertThat(inSpool(false, false, false, MEMBER)).isEqualTo(STORM);
        assertThat(storms).isEqualTo(1);
    }

    @Test
    void decideShouldLeaveAnAuthorOpenWhenAProofMayCome() {
        GroupEntry group = group(Moderation.NONE);

        assertThat(PostingPolicy.decide(Submission.atRcpt(group, false, 0, Author.UNKNOWN, true)))
                .isEqualTo(new Accept());
        assertThat(cause(PostingPolicy.decide(Submission.afterData(group, false, false, 0, Author.UNKNOWN, false))))
                .isEqualTo(Cause.NOT_ALLOWED);
        assertThat(PostingPolicy.decide(Submission.atRcpt(group(Moderation.EVERYONE), false, 0, Author.UNKNOWN, true)))
                .isInstanceOf(Hold.class);
    }

    @Test
    void decideNowShouldNameThePolicyBeforeTheExpansionAndThatBeforeTheQueue() {
        Refuse tooMany = new Refuse(Cause.OVER_LIMIT, "too many");
        Submission stranger = Submission.atRcpt(group(Moderation.NONE), false, 0, Author.UNKNOWN, false);
        Submission waiting = Submission.atRcpt(group(Moderation.EVERYONE), false, 0, MEMBER, false);

        assertThat(cause(PostingPolicy.decideNow(stranger, () -> Optional.of(tooMany), id -> true)))
                .isEqualTo(Cause.NOT_ALLOWED);
        assertThat(PostingPolicy.decideNow(waiting, () -> Optional.of(tooMany), id -> true))
                .isEqualTo(tooMany);
        assertThat(cause(PostingPolicy.decideNow(waiting, Optional::empty, id -> true)))
                .isEqualTo(Cause.QUEUE_FULL);
        assertThat(PostingPolicy.decideNow(waiting, Optional::empty, id -> false))
                .isInstanceOf(Hold.class);
    }
}
