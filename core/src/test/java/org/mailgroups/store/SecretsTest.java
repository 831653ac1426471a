// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest extends StoreContract {
    private int number = 1;

    private byte[] present() {
        return store.secrets().get(0);
    }

    private void useNext(boolean previousHolds) {
        number++;
        store.useSecret(number, previousHolds);
    }

    @Test
    void useSecretShouldDrawOneForALargerNumberAlone() {
        byte[] before = present();
        store.useSecret(number, true);
        assertThat(store.secrets()).containsExactly(before);

        useNext(true);
        byte[] next = present();

        assertThat(next).hasSize(32).isNotEqualTo(before);
        assertThat(store.secrets()).containsExactly(next, before);
        store.useSecret(number, true);
        store.useSecret(number - 1, true);
        assertThat(store.secrets()).containsExactly(next, before);

        useNext(true);
        assertThat(store.secrets()).hasSize(2).contains(next).doesNotContain(before);

        store.useSecret(number, false);
        assertThat(store.secrets()).hasSize(1);
        byte[] last = present();
        closeStore();
        openStore();
        assertThat(store.secrets()).containsExactly(last);
    }
}
