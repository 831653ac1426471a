// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.apppassword;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;

/**
 * Tells whose an app password is, for the doors of address books. No other door may ask: an app password opens neither
 * mail nor the page. Thread-safe.
 */
public final class AppPasswords {
    private final AppPasswordRepository passwords;
    private final LocalAddresses localAddresses;
    private final Clock clock;

    @Inject
    public AppPasswords(AppPasswordRepository passwords, LocalAddresses localAddresses, Clock clock) {
        this.passwords = passwords;
        this.localAddresses = localAddresses;
        this.clock = clock;
    }

    /**
     * Returns the user, if the user has this app password and is still a user of this server. The day of its use is
     * kept.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public Optional<Address> user(Address user, String password) {
        if (!SecretText.isInForm(password)) {
            return Optional.empty();
        }
        Optional<AppPassword> found =
                passwords.find(user, SecretText.hash(password)).filter(known -> localAddresses.isUser(known.user()));
        found.ifPresent(this::keepDay);
        return found.map(AppPassword::user);
    }

    private void keepDay(AppPassword password) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (password.lastUse().filter(today::equals).isEmpty()) {
            passwords.used(password.id(), today);
        }
    }
}
