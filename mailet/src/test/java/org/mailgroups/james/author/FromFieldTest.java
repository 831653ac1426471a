// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.value.Address;

/** The forms of From that mail programs write, and those that must not pass for one author. */
class FromFieldTest {
    private static HeaderFields header(String fields, Charset charset) throws Exception {
        return HeaderFields.read(new ByteArrayInputStream((fields + "\r\n\r\n").getBytes(charset)));
    }

    private static HeaderFields header(String fields) throws Exception {
        return header(fields, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: alice@example.org",
                "From: =?utf-8?Q?Alice_=5BHR=5D?= <alice@example.org>",
                "From: Alice B. Carter <alice@example.org>",
                "From: \"Ames, Alice\" <alice@example.org>",
                "From: alice@example.org (Alice (the \"HR\" one), Ames)",
                "From:\r\n Alice\r\n <alice@example.org>",
                "From: Alicia Ni\u00f1o <alice@example.org>",
                "From: \u00dcnal \u20ac <alice@example.org>",
                "From : alice@example.org",
                "From: ALICE@Example.ORG",
                "From: alice@example.org <alice@example.org>",
                "From: Alice [HR] <alice@example.org>",
                "From: alice@example.org,",
                "FROM:alice@example.org"
            })
    void onlyShouldReadWhatMailProgramsWrite(String field) throws Exception {
        assertThat(FromField.only(header(field))).contains(Address.parse("alice@example.org"));
    }

    @Test
    void onlyShouldReadANameInLatin1() throws Exception {
        assertThat(FromField.only(header("From: Ni\u00f1o <alice@example.org>", StandardCharsets.ISO_8859_1)))
                .contains(Address.parse("alice@example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: Ames, Alice <alice@example.org>",
                "From: alice@example.org, bob@example.org",
                "From: alice@example.org\r\nFrom: bob@example.org",
                "From: undisclosed-sender:;",
                "From: <>",
                "From:",
                "Sender: alice@example.org",
                "From: bob <bob@example.org> <alice@example.org>",
                "From: bob@example.org; <alice@example.org>",
                "From: \"x\\\" <bob@example.org>, \\\"\" <alice@example.org>, <eve@example.org>"
            })
    void onlyShouldFindNobodyWhenThereIsAChoice(String field) throws Exception {
        assertThat(FromField.only(header(field))).isEmpty();
    }
}
