// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mailgroups.value.MailGroupsException;

class ErrorTableTest {
    @Test
    void tableShouldKnowEveryKindOfDomainError() {
        assertThat(MailGroupsException.class.getPermittedSubclasses()).allMatch(ErrorTable::knows);
    }
}
