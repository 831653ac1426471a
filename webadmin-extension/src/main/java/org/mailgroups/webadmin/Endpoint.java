// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import org.mailgroups.call.Answer;

/** The work of one route. It throws the errors of the domain as they are; {@link Endpoints} turns them into answers. */
@FunctionalInterface
public interface Endpoint {
    Answer answer(Call call);
}
