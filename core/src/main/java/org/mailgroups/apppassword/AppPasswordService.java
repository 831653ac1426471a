// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.apppassword;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;

/** Lists, makes and deletes a user's app passwords. Thread-safe. */
public final class AppPasswordService {
    private final AppPasswordRepository passwords;
    private final Clock clock;
    private final AuditTrail audit;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public AppPasswordService(AppPasswordRepository passwords, Clock clock, AuditTrail audit) {
        this.passwords = passwords;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * An app password that was just made.
     *
     * @param secret the password itself, for the only time
     */
    public record Made(AppPassword password, String secret) {
        /** Returns the text without the password, for whoever logs it. */
        @Override
        public String toString() {
            return password.toString();
        }
    }

    /** Returns a user's app passwords, the oldest first. */
    public List<AppPassword> list(Principal principal, Address user) {
        Rights.require(principal, Act.MANAGE_APP_PASSWORDS, user);
        return passwords.list(user);
    }

    /**
     * Makes an app password.
     *
     * @throws org.mailgroups.value.InvalidValueException naming {@code name}, if it is empty or too long
     * @throws org.mailgroups.value.WrongStateException if the user has too many
     */
    public Made create(Principal principal, Address user, String name) {
        Rights.require(principal, Act.MANAGE_APP_PASSWORDS, user);
        AppPassword password =
                new AppPassword(UUID.randomUUID(), user, name, clock.instant().truncatedTo(ChronoUnit.MILLIS), null);
        String secret = SecretText.make(random);
        passwords.add(password, SecretText.hash(secret));
        audit.record(principal, "app-password-made", "user", user, "name", password.name());
        return new Made(password, secret);
    }

    /** Deletes an app password: from now on it opens nothing. If there is none with this id, nothing happens. */
    public void delete(Principal principal, Address user, UUID id) {
        Rights.require(principal, Act.MANAGE_APP_PASSWORDS, user);
        passwords
                .delete(user, id)
                .ifPresent(deleted ->
                        audit.record(principal, "app-password-deleted", "user", user, "name", deleted.name()));
    }
}
