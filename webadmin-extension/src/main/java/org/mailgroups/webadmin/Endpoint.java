// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

/** The work of one route. It throws the errors of the domain as they are; {@link Endpoints} turns them into answers. */
@FunctionalInterface
public interface Endpoint {
    Answer answer(Call call);
}
