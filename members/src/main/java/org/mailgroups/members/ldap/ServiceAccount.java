// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.mailgroups.value.Address;

/**
 * The account of devices that belong to nobody, such as a scanner. It sees what any user of its address's domain sees.
 *
 * @param address need not be that of a user
 */
public record ServiceAccount(Address address, String password) {
    /** The shortest password. It is never changed by hand, so it may as well be long. */
    public static final int MIN_PASSWORD_LENGTH = 16;

    /** @throws IllegalArgumentException if the password is short enough to be guessed */
    public ServiceAccount {
        if (password.length() < MIN_PASSWORD_LENGTH) {
            throw new IllegalArgumentException(
                    "members.ldap.service.password must have at least " + MIN_PASSWORD_LENGTH + " characters");
        }
    }

    /** Returns whether a password is the right one. That takes the same time for right and wrong ones. */
    boolean has(String given) {
        return MessageDigest.isEqual(octets(password), octets(given));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the text without the password, for whoever logs it. */
    @Override
    public String toString() {
        return address.toString();
    }
}
