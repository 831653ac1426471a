/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.james;

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
