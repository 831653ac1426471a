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
package org.mailgroups.webadmin.profile;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.group.Address;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.NotFoundException;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Pages;
import org.mailgroups.group.Principal;
import org.mailgroups.group.Profile;
import org.mailgroups.group.ProfileRepository;
import org.mailgroups.webadmin.AuditTrail;
import org.mailgroups.webadmin.csv.CsvWriter;

/** Finds and keeps profiles. Only a user of this server can be given one; it can be read and removed after the user is gone. Thread-safe. */
public final class ProfileService {
    /** The first line of a file of profiles, which an import wants to find exactly so. */
    public static final String HEADER = CsvWriter.line("User", "Identifier", "Name");

    private final ProfileRepository profiles;
    private final LocalAddresses localAddresses;
    private final AuditTrail audit;

    @Inject
    public ProfileService(ProfileRepository profiles, LocalAddresses localAddresses, AuditTrail audit) {
        this.profiles = profiles;
        this.localAddresses = localAddresses;
        this.audit = audit;
    }

    Page<Profile> search(String text, PageRequest page) {
        return profiles.search(text, page);
    }

    /** All profiles by address as a CSV file, with the columns in which they are imported; a page is in memory at a time. */
    Stream<String> export() {
        Stream<String> lines = Pages.of(page -> profiles.search("", page), (Profile profile) -> profile.user()
                        .key())
                .map(page -> page.stream()
                        .map(profile -> CsvWriter.line(profile.user().toString(), profile.idNumber(), profile.name()))
                        .collect(Collectors.joining()));
        return Stream.concat(Stream.of(HEADER), lines);
    }

    /**
     * A user's profile.
     *
     * @throws NotFoundException if the user has none
     */
    Profile get(Address user) {
        return profiles.find(user).orElseThrow(() -> new NotFoundException(user + " has no profile"));
    }

    /**
     * Gives a user a profile, in the place of any before.
     *
     * @throws NotFoundException if this server has no such user
     * @throws org.mailgroups.group.IdentifierTakenException if another user has the identifier
     */
    void save(Principal principal, Profile profile) {
        if (!localAddresses.isUser(profile.user())) {
            throw new NotFoundException("there is no user " + profile.user());
        }
        profiles.save(profile);
        audit.record(principal, "profile-saved", "user", profile.user());
    }

    void delete(Principal principal, Address user) {
        if (profiles.find(user).isPresent()) {
            profiles.delete(user);
            audit.record(principal, "profile-deleted", "user", user);
        }
    }
}
