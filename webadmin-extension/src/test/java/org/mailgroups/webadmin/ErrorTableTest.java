// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mailgroups.value.GroupException;

class ErrorTableTest {
    @Test
    void tableShouldKnowEveryKindOfDomainError() {
        assertThat(GroupException.class.getPermittedSubclasses()).allMatch(ErrorTable::knows);
    }
}
