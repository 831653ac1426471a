// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestService;

/**
 * A request to join a group as JSON.
 *
 * @param name null, and absent, if it is not known
 * @param text null, and absent, if the person wrote nothing
 * @param requestedAt ISO 8601 in UTC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JoinRequestView(String id, String address, String name, String text, String requestedAt) {
    public static JoinRequestView of(JoinRequestService.Shown shown) {
        JoinRequest request = shown.request();
        return new JoinRequestView(
                Long.toString(request.id()),
                request.person().toString(),
                shown.name().isEmpty() ? null : shown.name(),
                request.text().isEmpty() ? null : request.text(),
                request.requestedAt().toString());
    }
}
