// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

/** What one route does with a call. Domain errors are thrown as they are; {@link Endpoints} turns them into answers. */
@FunctionalInterface
public interface Endpoint {
    Answer answer(Call call);
}
