// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.confirmation;

import java.time.Instant;
import org.mailgroups.value.Address;

/** A mail in which a person was asked to confirm a wish about a group. */
public record Confirmation(long id, long groupId, Address person, Instant sentAt) {}
