// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContactMappingTest {
    /** Lists, searches and look-ups all read these columns: a thousand photos do not fit into memory. */
    @Test
    void namesShouldLeaveOutWhatIsKeptOfCards() {
        assertThat(ContactMapping.NAMES).contains("c.card_uid").doesNotContain("card_properties");
        assertThat(ContactMapping.UPDATE).doesNotContain("card_properties");
    }
}
