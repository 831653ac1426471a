// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest extends StoreContract {
    private byte[] present() {
        return store.secrets().get(0);
    }

    @Test
    void useSecretShouldDrawOneForALargerNumberAlone() {
        byte[] before = present();
        store.useSecret(1, true);
        assertThat(store.secrets()).containsExactly(before);

        store.useSecret(2, true);
        byte[] next = present();

        assertThat(next).hasSize(32).isNotEqualTo(before);
        assertThat(store.secrets()).containsExactly(next, before);
        store.useSecret(2, true);
        store.useSecret(1, true);
        assertThat(store.secrets()).containsExactly(next, before);

        store.useSecret(3, true);
        assertThat(store.secrets()).hasSize(2).contains(next).doesNotContain(before);

        store.useSecret(3, false);
        assertThat(store.secrets()).hasSize(1);
        byte[] last = present();
        closeStore();
        openStore();
        assertThat(store.secrets()).containsExactly(last);
    }
}
