// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.dns;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DnsTxtLookupTest {
    @Test
    void recordsShouldBeUnknownWhenTheLibraryCannotStartSinceTheServerStops() {
        DnsTxtLookup lookup = new DnsTxtLookup(new NameServers(() -> {
            throw new IllegalStateException("Shutdown in progress");
        }));

        assertThatThrownBy(() -> lookup.records("_dmarc.partner.example")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> lookup.exists("partner.example")).isInstanceOf(IOException.class);
    }
}
