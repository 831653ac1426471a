// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.mailgroups.store.sql.Transactions;

/**
 * The secrets in the store: the present one, and the one before if it still holds. The node that starts first draws the
 * first one, all read them. Thread-safe.
 */
final class Secrets {
    private static final int OCTETS = 32;

    private final Jdbi jdbi;
    private final Transactions transactions;

    private Secrets(Jdbi jdbi, Transactions transactions) {
        this.jdbi = jdbi;
        this.transactions = transactions;
    }

    static Secrets of(Jdbi jdbi, Transactions transactions) {
        jdbi.useTransaction(
                handle -> handle.createUpdate("UPDATE mail_group_store SET secret = :drawn WHERE secret = ''")
                        .bind("drawn", drawn())
                        .execute());
        return new Secrets(jdbi, transactions);
    }

    private static String drawn() {
        byte[] octets = new byte[OCTETS];
        new SecureRandom().nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    /** Draws the next secret if there is none of this number yet, and forgets the one before if it is not to hold. */
    void use(int number, boolean previousHolds) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("UPDATE mail_group_store SET previous_secret = secret, secret = :drawn,"
                            + " secret_number = :number WHERE secret_number < :number")
                    .bind("drawn", drawn())
                    .bind("number", number)
                    .execute();
            if (!previousHolds) {
                handle.execute("UPDATE mail_group_store SET previous_secret = '' WHERE previous_secret <> ''");
            }
        });
    }

    /** Returns the octets of the present secret, and of the one before if it holds. */
    List<byte[]> read() {
        return transactions.read(handle -> handle.createQuery("SELECT secret, previous_secret FROM mail_group_store")
                .map((row, context) -> Stream.of(row.getString("secret"), row.getString("previous_secret"))
                        .filter(secret -> !secret.isEmpty())
                        .map(Base64.getDecoder()::decode)
                        .toList())
                .one());
    }
}
