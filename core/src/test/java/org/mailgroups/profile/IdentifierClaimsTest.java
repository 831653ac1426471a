// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mailgroups.value.Address;

class IdentifierClaimsTest {
    private final IdentifierClaims claims = new IdentifierClaims();
    private final Map<Address, String> refusals = new HashMap<>();

    private static Address user(int number) {
        return Address.parse("u" + number + "@example.org");
    }

    /** Each user gets the identifier of the next one. */
    private void shift(int users, int first) {
        for (int i = 0; i < users; i++) {
            claims.add(user(i), "id" + (i + 1), user(i + 1 == users ? first : i + 1));
        }
    }

    @Test
    void refuseShouldEndWhenTheLastOfALongChainKeepsAnIdentifier() {
        int users = 200_000;
        shift(users, users);

        claims.refuse(refusals);

        assertThat(refusals).hasSize(users).doesNotContainKey(user(users));
        assertThat(claims.takeBefore(user(0))).isEmpty();
    }

    @Test
    void takeBeforeShouldBeginWithTheIdentifierThatNobodyHas() {
        claims.add(user(0), "b", user(1));
        claims.add(user(1), "c", user(2));
        claims.add(user(2), "new", null);

        claims.refuse(refusals);

        assertThat(refusals).isEmpty();
        assertThat(claims.takeBefore(user(0)).entrySet())
                .containsExactly(Map.entry(user(2), "new"), Map.entry(user(1), "c"));
        assertThat(claims.takeBefore(user(1))).isEmpty();
    }

    @Test
    void takeBeforeShouldHoldTheUserWhenItIsACircle() {
        shift(IdentifierClaims.MAX_CIRCLE, 0);

        claims.refuse(refusals);

        assertThat(refusals).isEmpty();
        assertThat(claims.takeBefore(user(7)))
                .hasSize(IdentifierClaims.MAX_CIRCLE)
                .containsKey(user(7));
    }

    @Test
    void refuseShouldNameACircleThatIsTooLargeForATransaction() {
        shift(IdentifierClaims.MAX_CIRCLE + 1, 0);

        claims.refuse(refusals);

        assertThat(refusals).hasSize(IdentifierClaims.MAX_CIRCLE + 1);
        assertThat(refusals.get(user(7))).contains("circle of 5001 users");
    }
}
