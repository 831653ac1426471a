// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.Optional;
import java.util.UUID;

/**
 * A contact to be created or changed by an import.
 *
 * @param id the contact that is to be changed; empty to create one
 * @param card empty if the card stays as it is
 */
public record ContactSave(Optional<UUID> id, ContactDetails details, Optional<ForeignCard> card) {}
