// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.MessagingException;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.Limits;

class SharedLimitsTest {
    private final SharedLimits limits = new SharedLimits();

    @Test
    void getShouldHaveTheDefaultsUntilTheMailetIsConfigured() throws Exception {
        assertThat(limits.get()).isEqualTo(Limits.DEFAULT);

        limits.set(new Limits(3, 50));

        assertThat(limits.get()).isEqualTo(new Limits(3, 50));
    }

    @Test
    void setShouldFailWhenAnotherPlaceOfTheMailetHasOtherLimits() throws Exception {
        limits.set(new Limits(3, 50));
        limits.set(new Limits(3, 50));

        assertThatThrownBy(() -> limits.set(new Limits(3, 51)))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("maxRecipients");
        assertThat(limits.get()).isEqualTo(new Limits(3, 50));
    }
}
