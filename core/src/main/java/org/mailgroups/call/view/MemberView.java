// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.mailgroups.choice.Delivery;
import org.mailgroups.membership.CandidateService.Candidate;
import org.mailgroups.membership.MemberService.KnownMember;
import org.mailgroups.membership.MemberState;

/**
 * A member, or a candidate for membership, as JSON.
 *
 * @param name null, and absent, if none is known
 * @param addedAt ISO 8601 in UTC; null, and absent, for a candidate
 * @param suspended true if the member gets no copies; else null, and absent
 * @param delivery {@code none} if the member has chosen to get no copies; else null, and absent
 * @param contact the contact's id, if the member or candidate is a contact; else null, and absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemberView(
        String address, String name, String kind, String addedAt, Boolean suspended, String delivery, String contact) {
    public static MemberView of(KnownMember known) {
        return new MemberView(
                known.member().address().toString(),
                known.member().name().orElse(null),
                known.kind().word(),
                known.member().addedAt().toString(),
                known.state() == MemberState.SUSPENDED ? Boolean.TRUE : null,
                known.delivery() == Delivery.EACH ? null : known.delivery().text(),
                known.contact().map(UUID::toString).orElse(null));
    }

    public static MemberView of(Candidate candidate) {
        String name = candidate.name().isEmpty() ? null : candidate.name();
        return new MemberView(
                candidate.address().toString(),
                name,
                candidate.kind().word(),
                null,
                null,
                null,
                candidate.contact().map(UUID::toString).orElse(null));
    }
}
