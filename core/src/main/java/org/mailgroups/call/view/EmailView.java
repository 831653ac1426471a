// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.IntStream;
import org.mailgroups.contact.ContactEmail;

/**
 * One of a contact's accounts as JSON.
 *
 * @param preferred null, and absent, if the account is not preferred
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EmailView(String address, Boolean preferred, String label) {
    /** Returns the accounts, the preferred one first. */
    public static List<EmailView> of(List<ContactEmail> emails) {
        return IntStream.range(0, emails.size())
                .mapToObj(i -> new EmailView(
                        emails.get(i).address().toString(),
                        i == 0 ? Boolean.TRUE : null,
                        emails.get(i).label()))
                .toList();
    }
}
