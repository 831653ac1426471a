// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.dmarc.DmarcPolicy.NONE;
import static org.mailgroups.dmarc.DmarcPolicy.QUARANTINE;
import static org.mailgroups.dmarc.DmarcPolicy.REJECT;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DmarcTest {
    private final Zone zone = new Zone();
    private long now;
    private final Dmarc dmarc = new Dmarc(zone, () -> now);

    /** A DNS that answers from memory, slowly if wanted, and writes down the questions. */
    private final class Zone implements TxtLookup {
        private final Map<String, List<String>> records = new HashMap<>();
        private final Set<String> missing = new HashSet<>();
        private final List<String> questions = new ArrayList<>();
        private boolean isAway;
        private Duration delay = Duration.ZERO;

        void put(String domain, String... texts) {
            records.put("_dmarc." + domain, List.of(texts));
        }

        @Override
        public List<String> records(String name) throws IOException {
            questions.add(name);
            now += delay.toNanos();
            if (isAway) {
                throw new IOException("away");
            }
            return records.getOrDefault(name, List.of());
        }

        @Override
        public boolean exists(String name) {
            return !missing.contains(name);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DMARC1; p=reject | REJECT",
                "v=DMARC1;p=quarantine; rua=mailto:a@b.example | QUARANTINE",
                "v=DMARC1; p=none | NONE",
                " v = DMARC1 ; P=Reject | REJECT",
                "v=DMARC1; p=reject; pct=0 | REJECT",
                "v=DMARC1; p=reject; t=y | REJECT",
                // Whoever rewrites From is to do so while the policy is tried out (RFC 9989 4.7, A.6).
                "v=DMARC1; p=quarantine; t=y | QUARANTINE",
                "v=DMARC1; p=reject; t=n | REJECT",
                "v=DMARC1; p=reject; sp=bogus | NONE",
                "v=DMARC1; p=reject; np=bogus | NONE",
                "v=DMARC1; p=reject; sp= | NONE",
                "v=DMARC1; p=reject; sp=quarantin; rua=mailto:a@b.example | NONE",
                "v=DMARC1; p=quarantine; sp=reject; np=bogus; t=y | NONE",
                "v=DMARC1; p=banish | NONE",
                "v=DMARC1; p=reject; adkim=bogus; psd=bogus; t=bogus; aspf=; fo=9 | REJECT",
                "v=DMARC1; p=reject; xyz=1; rua=nowhere | REJECT",
                "v=DMARC1; p=none; t=y | NONE",
                "v=DMARC1; p=reject; psd=bogus; np=reject | REJECT",
                "v=DMARC1; | NONE",
                "v=DMARC1; rua=mailto:a@b.example | NONE",
                "v=DMARC1; adkim=s; p=reject; t=n; unknown=1 | REJECT",
                "v=DMARC1; ;; =; x; p=reject;p=none | REJECT",
                "v=dmarc1; p=reject | NONE",
                "v=DMARC12; p=reject | NONE",
                "p=reject; v=DMARC1 | NONE",
                "v=spf1 -all | NONE"
            })
    void ofShouldReadTheRecordOfTheDomain(String record, DmarcPolicy expected) {
        zone.put("example.net", record);

        assertThat(dmarc.of("Example.NET").policy()).isEqualTo(expected);
    }

    @Test
    void ofShouldTakeNoneOfSeveralRecords() {
        zone.put("example.net", "v=DMARC1; p=reject", "v=DMARC1; p=none");
        assertThat(dmarc.of("example.net").policy()).isEqualTo(NONE);

        zone.put("mixed.example", "verification=1", "v=DMARC1; p=reject", "v=spf1 -all");
        assertThat(dmarc.of("mixed.example").policy()).isEqualTo(REJECT);
    }

    @Test
    void ofShouldTakeThePolicyForSubdomainsFromTheOrganisation() {
        zone.put("example.net", "v=DMARC1; p=none; sp=quarantine; np=reject");
        zone.missing.add("gone.example.net");

        assertThat(dmarc.of("a.b.example.net").policy()).isEqualTo(QUARANTINE);
        assertThat(dmarc.of("gone.example.net").policy()).isEqualTo(REJECT);
        assertThat(dmarc.of("example.net").policy()).isEqualTo(NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p=reject | REJECT | REJECT",
                "p=reject; sp=quarantine | QUARANTINE | QUARANTINE",
                "p=reject; np=none | REJECT | NONE",
                "p=none; np=reject | NONE | REJECT",
                "p=none; sp=quarantine; np=reject | QUARANTINE | REJECT",
                "p=none; sp=quarantine; np=reject; t=y | QUARANTINE | REJECT",
                "p=reject; sp=none; t=y | NONE | NONE",
                // What is wrong in a record makes it ask for nothing (RFC 9989 4.10.1).
                "p=reject; sp=quarantin | NONE | NONE",
                "p=reject; np=bogus | NONE | NONE",
                "p=bogus; sp=reject; np=reject | NONE | NONE",
                "sp=reject | NONE | NONE",
            })
    void ofShouldTakeSpForDomainsThatExistAndNpForOthers(String tags, DmarcPolicy existing, DmarcPolicy missing) {
        zone.put("example.net", "v=DMARC1; " + tags);
        zone.missing.add("gone.example.net");

        assertThat(dmarc.of("mail.example.net").policy()).isEqualTo(existing);
        assertThat(dmarc.of("gone.example.net").policy()).isEqualTo(missing);
    }

    @Test
    void ofShouldTakeNeitherSpNorNpWhereTheRecordIsTheDomainsOwn() {
        zone.put("mail.example.net", "v=DMARC1; p=quarantine; sp=none; np=none");
        zone.put("example.net", "v=DMARC1; p=reject");
        zone.missing.add("mail.example.net");

        assertThat(dmarc.of("mail.example.net"))
                .isEqualTo(new DmarcFinding("mail.example.net", QUARANTINE, false, "example.net"));
    }

    /** Records between a domain and its organisation are nobody's: neither the policy nor the mode is taken there. */
    @Test
    void ofShouldPassOverRecordsBetweenTheDomainAndItsOrganisation() {
        zone.put("mail.example.net", "v=DMARC1; p=none; sp=none; adkim=s");
        zone.put("example.net", "v=DMARC1; p=reject");

        assertThat(dmarc.of("a.mail.example.net"))
                .isEqualTo(new DmarcFinding("a.mail.example.net", REJECT, false, "example.net"));
    }

    @Test
    void ofShouldGoOnAboveANameWithSeveralRecords() {
        zone.put("mail.example.net", "v=DMARC1; p=none; psd=n", "v=DMARC1; p=quarantine");
        zone.put("example.net", "v=DMARC1; p=reject");

        assertThat(dmarc.of("mail.example.net"))
                .isEqualTo(new DmarcFinding("mail.example.net", REJECT, false, "example.net"));
    }

    @ParameterizedTest
    @CsvSource({
        "psd=n, 1, mail.example.net",
        "psd=y, 1, mail.example.net",
        "psd=u, 3, example.net",
        "psd=, 3, example.net"
    })
    void walkShouldEndAtItsStartWhenThePsdTagSaysWhatTheDomainIs(String tag, int questions, String organisation) {
        zone.put("mail.example.net", "v=DMARC1; p=quarantine; " + tag);
        zone.put("example.net", "v=DMARC1; p=reject");

        assertThat(dmarc.of("mail.example.net"))
                .isEqualTo(new DmarcFinding("mail.example.net", QUARANTINE, false, organisation));
        assertThat(zone.questions).hasSize(questions);
    }

    @Test
    void ofShouldPreferTheOrganisationsRecordToTheSuffixes() {
        zone.put("giant.bank", "v=DMARC1; p=quarantine");
        zone.put("bank", "v=DMARC1; p=reject; psd=y");

        assertThat(dmarc.of("mail.giant.bank"))
                .isEqualTo(new DmarcFinding("mail.giant.bank", QUARANTINE, false, "giant.bank"));
        assertThat(dmarc.of("giant.bank")).isEqualTo(new DmarcFinding("giant.bank", QUARANTINE, false, "giant.bank"));
    }

    @Test
    void ofShouldTakeSpAndNpOfASuffixForOrganisationsWithoutARecord() {
        zone.put("bank", "v=DMARC1; p=none; sp=quarantine; np=reject; psd=y");
        zone.missing.add("fake.bank");

        assertThat(dmarc.of("mail.giant.bank"))
                .isEqualTo(new DmarcFinding("mail.giant.bank", QUARANTINE, false, "giant.bank"));
        assertThat(dmarc.of("fake.bank")).isEqualTo(new DmarcFinding("fake.bank", REJECT, false, "fake.bank"));
        assertThat(dmarc.of("bank")).isEqualTo(new DmarcFinding("bank", NONE, false, "bank"));
    }

    /** Whatever lies above a suffix is not asked for: its owner has nothing to say about names below the suffix. */
    @Test
    void walkShouldNotGoOnAboveASuffix() {
        zone.put("co.example", "v=DMARC1; p=quarantine; psd=y");
        zone.put("example", "v=DMARC1; p=reject");

        assertThat(dmarc.of("mail.shop.co.example"))
                .isEqualTo(new DmarcFinding("mail.shop.co.example", QUARANTINE, false, "shop.co.example"));
        assertThat(zone.questions).doesNotContain("_dmarc.example");
    }

    @Test
    void ofShouldEndAtAnOrganisationThatSaysSo() {
        zone.put("unit.example.net", "v=DMARC1; p=quarantine; psd=n");
        zone.put("example.net", "v=DMARC1; p=reject");

        assertThat(dmarc.of("mail.unit.example.net"))
                .isEqualTo(new DmarcFinding("mail.unit.example.net", QUARANTINE, false, "unit.example.net"));
    }

    @Test
    void ofShouldKeepOwnersBelowAPublicSuffixApart() {
        zone.put("bank", "v=DMARC1; p=reject; psd=y");

        assertThat(dmarc.of("mail.giant.bank"))
                .isEqualTo(new DmarcFinding("mail.giant.bank", REJECT, false, "giant.bank"));
        assertThat(dmarc.isAligned("giant.bank", dmarc.of("mail.giant.bank"))).isTrue();
        assertThat(dmarc.isAligned("other.bank", dmarc.of("mail.giant.bank"))).isFalse();
    }

    /** The examples of RFC 9989 B.4, and those of 4.10.2. */
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "signing.example.com, example.com",
        "a.b.c.d.e.f.g.h.i.j.k.example.com, example.com",
        "a.mail.example.com, example.com",
        "a.mail.unit.example, mail.unit.example",
        "giant.bank.example, giant.bank.example",
        "mail.giant.bank.example, giant.bank.example",
        "mail.mega.bank.example, mega.bank.example",
        "mail.unknown.example.org, mail.unknown.example.org"
    })
    void walkShouldFindTheOrganisationsOfTheExamples(String domain, String organisation) {
        zone.put("example.com", "v=DMARC1; p=reject");
        zone.put("signing.example.com", "v=DMARC1; p=none");
        zone.put("mail.example.com", "v=DMARC1; p=none");
        zone.put("mail.unit.example", "v=DMARC1; p=none; psd=n");
        zone.put("unit.example", "v=DMARC1; p=reject");
        zone.put("bank.example", "v=DMARC1; p=reject; psd=y");
        zone.put("giant.bank.example", "v=DMARC1; p=quarantine");

        assertThat(dmarc.of(domain).organisation()).isEqualTo(organisation);
    }

    @ParameterizedTest
    @CsvSource({
        "r, example.net, true",
        "r, other.example.net, true",
        "r, example.com, false",
        "r, notexample.net, false",
        "s, mail.example.net, true",
        "s, example.net, false"
    })
    void isAlignedShouldKeepToTheMode(String mode, String signer, boolean expected) {
        zone.put("example.net", "v=DMARC1; p=reject; adkim=" + mode);

        assertThat(dmarc.isAligned(signer, dmarc.of("mail.example.net"))).isEqualTo(expected);
    }

    @Test
    void ofShouldLeaveOutLabelsOfALongName() {
        dmarc.of("a.b.c.d.e.f.g.h.i.j.example.net");

        assertThat(zone.questions)
                .containsExactly(
                        "_dmarc.a.b.c.d.e.f.g.h.i.j.example.net",
                        "_dmarc.f.g.h.i.j.example.net",
                        "_dmarc.g.h.i.j.example.net",
                        "_dmarc.h.i.j.example.net",
                        "_dmarc.i.j.example.net",
                        "_dmarc.j.example.net",
                        "_dmarc.example.net",
                        "_dmarc.net");
    }

    @ParameterizedTest
    @CsvSource({
        "g.example.net, 3",
        "c.d.e.f.g.example.net, 7",
        "b.c.d.e.f.g.example.net, 8",
        "a.b.c.d.e.f.g.example.net, 8",
        "z.a.b.c.d.e.f.g.example.net, 8",
        "net, 1"
    })
    void walkShouldAskForEachLabelUpToEight(String domain, int questions) {
        dmarc.of(domain);

        assertThat(zone.questions)
                .hasSize(questions)
                .startsWith("_dmarc." + domain)
                .endsWith("_dmarc.net");
    }

    @Test
    void ofShouldRememberAnswersForAnHourAndFailuresForAMinute() {
        zone.isAway = true;
        assertThat(dmarc.of("example.net").policy()).isEqualTo(REJECT);
        dmarc.of("example.net");
        assertThat(zone.questions).hasSize(1);

        zone.isAway = false;
        now += Duration.ofSeconds(61).toNanos();
        assertThat(dmarc.of("example.net").policy()).isEqualTo(NONE);
        int asked = zone.questions.size();
        now += Duration.ofMinutes(59).toNanos();
        dmarc.of("example.net");
        assertThat(zone.questions).hasSize(asked);
        now += Duration.ofMinutes(2).toNanos();
        dmarc.of("example.net");
        assertThat(zone.questions.size()).isGreaterThan(asked);
    }

    @Test
    void ofShouldCountAsStrictWhatTakesTooLong() {
        zone.delay = Duration.ofSeconds(6);

        assertThat(dmarc.of("a.b.c.d.example.net")).isEqualTo(DmarcFinding.unknown("a.b.c.d.example.net"));
        assertThat(zone.questions).hasSize(2);
    }

    @Property
    void walkShouldEndWithinEightQuestionsWhateverTheAnswers(
            @ForAll("domains") String domain, @ForAll("answers") List<List<String>> answers) throws IOException {
        List<String> questions = new ArrayList<>();
        TxtLookup dns = new TxtLookup() {
            @Override
            public List<String> records(String name) {
                questions.add(name);
                return answers.get(Math.min(questions.size(), answers.size()) - 1);
            }

            @Override
            public boolean exists(String name) {
                return name.length() % 2 == 0;
            }
        };

        DmarcFinding found = DmarcWalk.from(domain, dns, () -> {});

        assertThat(questions).hasSizeLessThanOrEqualTo(8).doesNotHaveDuplicates();
        assertThat('.' + domain).endsWith('.' + found.organisation());
    }

    /** A record of the domain's own decides, whatever others say. */
    @Property
    void ofShouldTakeThePolicyOfTheDomainsOwnRecord(
            @ForAll("domains") String domain, @ForAll DmarcPolicy policy, @ForAll("answers") List<List<String>> above) {
        Zone own = new Zone();
        String name = domain;
        for (List<String> records : above) {
            int dot = name.indexOf('.');
            if (dot < 0) {
                break;
            }
            name = name.substring(dot + 1);
            own.put(name, records.toArray(String[]::new));
        }
        own.put(domain, "v=DMARC1; p=" + policy);

        assertThat(new Dmarc(own).of(domain).policy()).isEqualTo(policy);
    }

    @Provide
    Arbitrary<String> domains() {
        return Arbitraries.strings()
                .withChars("ab-")
                .ofMinLength(1)
                .ofMaxLength(5)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(labels -> String.join(".", labels));
    }

    @Provide
    Arbitrary<List<List<String>>> answers() {
        Arbitrary<String> tag = Arbitraries.of(
                "p=reject",
                "p=",
                "sp=none",
                "np=reject",
                "t=y",
                "psd=y",
                "psd=n",
                "psd=u",
                "pct=1",
                "=",
                "adkim=s",
                "");
        Arbitrary<String> record = Arbitraries.oneOf(
                tag.list().ofMaxSize(4).map(tags -> "v=DMARC1;" + String.join(";", tags)),
                Arbitraries.strings().ofMaxLength(30));
        return record.list().ofMaxSize(3).list().ofMinSize(1).ofMaxSize(8);
    }
}
