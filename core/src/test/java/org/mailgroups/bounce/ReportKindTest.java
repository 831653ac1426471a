// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Postfix, Gmail, Exchange, James: the mailbox
                "failed | 5.1.1 | 550 5.1.1 <bob@other.net>: Recipient address rejected: User unknown | HARD",
                "failed | 5.1.1 | 550-5.1.1 The email account that you tried to reach does not exist. | HARD",
                "failed | 5.1.10 | 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found | HARD",
                "failed | 5.2.1 | 550 5.2.1 The email account that you tried to reach is disabled | HARD",
                "failed | 5.1.2 | Host or domain name not found | HARD",
                "failed | 5.0.0 | 550 5.0.0 No such user here | HARD",
                "failed | '' | Unrouteable address | HARD",
                "failed | '' | Sorry, no mailbox here by that name. (#5.1.1) | HARD",
                "failed | '' | User bob (bob@other.net) not listed in Domino Directory | HARD",
                // temporary
                "failed | 5.2.2 | 552 5.2.2 The email account that you tried to reach is over quota | SOFT",
                "failed | 4.4.7 | delivery time expired | SOFT",
                "failed | 5.0.0 | 552 mailbox full | SOFT",
                "delayed | 4.4.1 | connection refused | DELAY",
                "Delayed | 5.1.1 | User unknown | DELAY",
                // the message or its sender
                "failed | 5.7.515 | 550 5.7.515 Access denied, sending domain does not meet the level | POLICY",
                "failed | 5.7.1 | 550 5.7.1 Email rejected per DMARC policy for example.org | POLICY",
                "failed | 5.7.26 | 550-5.7.26 This mail has been blocked: unauthenticated | POLICY",
                "failed | 5.7.1 | 550 5.7.1 Relaying denied | POLICY",
                "failed | 5.3.4 | 552 5.3.4 Message size exceeds fixed limit | POLICY",
                "failed | 5.2.3 | 552 5.2.3 | POLICY",
                "failed | 5.1.1 | 550 5.1.1 blocked, see spamhaus.org | POLICY",
                "failed | 5.0.0 | 554 Message rejected as spam | POLICY",
                "failed | 5.1.8 | 550 5.1.8 bad sender's system address | POLICY",
                "failed | 5.6.0 | 554 5.6.0 corrupt message | POLICY",
                // no failure, or nothing known
                "delivered | 2.0.0 | 250 OK | ARRIVED",
                "relayed | '' | '' | ARRIVED",
                "failed | 5.0.0 | '' | UNKNOWN",
                "'' | '' | '' | UNKNOWN"
            })
    void ofShouldTellTheMailboxFromTheMessage(String action, String status, String words, ReportKind kind) {
        assertThat(ReportKind.of(action, status, words)).isEqualTo(kind);
    }

    @Test
    void ofShouldLookAtTheBeginningOfLongWords() {
        assertThat(ReportKind.of("failed", "", "x".repeat(10_000_000) + " user unknown"))
                .isEqualTo(ReportKind.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 no such user | 5.1.1",
                "5.1.10 no mail | 5.1.10",
                "550-5.1.1 no such user | ''",
                "550 no such user 5.1.1 | ''",
                "550 5.1.1.1 x | ''",
                "550 5.1 x | ''",
                "550 5.1.1000 x | ''",
                "550 3.1.1 x | ''",
                "550 5.. x | ''",
                "550 | ''",
                "'' | ''"
            })
    void statusInShouldFindTheCodeAtTheBeginning(String reply, String status) {
        assertThat(ReportKind.statusIn(reply)).isEqualTo(status);
    }
}
