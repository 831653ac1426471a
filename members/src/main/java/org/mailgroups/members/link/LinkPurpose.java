// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import java.util.Optional;

/** One purpose of links. A token is good for one purpose alone: its signature says which. */
@FunctionalInterface
interface LinkPurpose {
    /** Returns the link with a token; empty if the token is none of this purpose, or leads to nothing any more. */
    Optional<Link> find(String token);
}
