// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.security.SecureRandom;
import java.util.Base64;
import org.jdbi.v3.core.Jdbi;

/** The secret in the store. The node that starts first draws it, all read it. Immutable. */
final class Secret {
    private static final int OCTETS = 32;

    private final String base64;

    private Secret(String base64) {
        this.base64 = base64;
    }

    static Secret of(Jdbi jdbi) {
        byte[] drawn = new byte[OCTETS];
        new SecureRandom().nextBytes(drawn);
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("UPDATE mail_group_store SET secret = :secret WHERE secret = ''")
                    .bind("secret", Base64.getEncoder().encodeToString(drawn))
                    .execute();
            return new Secret(handle.createQuery("SELECT secret FROM mail_group_store")
                    .mapTo(String.class)
                    .one());
        });
    }

    byte[] octets() {
        return Base64.getDecoder().decode(base64);
    }
}
