// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.Export;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Finds, saves and deletes profiles. Only a user of this server can get one. It can be read and deleted when the user
 * does not exist any more. Thread-safe.
 */
public final class ProfileService {
    private final ProfileRepository profiles;
    private final LocalAddresses localAddresses;
    private final AuditTrail audit;

    @Inject
    public ProfileService(ProfileRepository profiles, LocalAddresses localAddresses, AuditTrail audit) {
        this.profiles = profiles;
        this.localAddresses = localAddresses;
        this.audit = audit;
    }

    public Page<Profile> search(Principal principal, String text, PageRequest page) {
        Rights.require(principal, Act.MANAGE_PROFILES);
        return profiles.search(text, page);
    }

    /**
     * Returns all profiles, by address, as the lines of a CSV file that can be imported. A page is in memory at a time.
     */
    public Stream<String> export(Principal principal) {
        Rights.require(principal, Act.MANAGE_PROFILES);
        Export export = audit.export(principal, "profiles-exported");
        Stream<String> lines = Page.all(page -> profiles.search("", page))
                .map(page -> export.counted("profiles", page).stream()
                        .map(ProfileRow::of)
                        .map(ProfileRow.COLUMNS::line)
                        .collect(Collectors.joining()));
        return export.of(Stream.concat(Stream.of(ProfileRow.COLUMNS.header()), lines));
    }

    /**
     * Returns a user's profile.
     *
     * @throws NotFoundException if the user has none
     */
    public Profile get(Principal principal, Address user) {
        Rights.require(principal, Act.MANAGE_PROFILES);
        return profiles.find(user).orElseThrow(() -> new NotFoundException(user + " has no profile"));
    }

    /**
     * Gives a user a profile. It replaces the one before.
     *
     * @throws NotFoundException if this server has no such user
     * @throws InvalidValueException if the identifier is new, and a NIF or NIE with a wrong letter
     * @throws org.mailgroups.value.IdentifierTakenException if another user has the identifier
     */
    public void save(Principal principal, Profile profile) {
        Rights.require(principal, Act.MANAGE_PROFILES);
        if (!localAddresses.isUser(profile.user())) {
            throw new NotFoundException("there is no user " + profile.user());
        }
        requireSound(profile);
        profiles.save(profile);
        audit.record(principal, "profile-saved", "user", profile.user());
    }

    /** An identifier that the profile has already can be saved again, so that a name can be corrected. */
    private void requireSound(Profile profile) {
        profile.identifier().flatMap(Identifiers::defect).ifPresent(defect -> {
            boolean isKept = profiles.find(profile.user())
                    .filter(before -> before.idNumber().equals(profile.idNumber()))
                    .isPresent();
            if (!isKept) {
                throw new InvalidValueException("identifier", defect);
            }
        });
    }

    public void delete(Principal principal, Address user) {
        Rights.require(principal, Act.MANAGE_PROFILES);
        if (profiles.find(user).isPresent()) {
            profiles.delete(user);
            audit.record(principal, "profile-deleted", "user", user);
        }
    }
}
