// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.Optional;
import java.util.UUID;

/**
 * A contact to be made or changed by an import.
 *
 * @param id of the contact to be changed; empty to make one
 * @param card empty to leave what is there
 */
public record ContactSave(Optional<UUID> id, ContactDetails details, Optional<ForeignCard> card) {}
