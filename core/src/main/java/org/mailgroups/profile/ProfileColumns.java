// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.List;
import org.mailgroups.csv.Column;
import org.mailgroups.csv.Columns;
import org.mailgroups.value.Address;

/** The columns of a file of profiles. */
final class ProfileColumns {
    private static final Column<Profile, Address> USER =
            new Column<>("User", profile -> profile.user().toString(), (column, cell) -> Address.parse(cell));
    private static final Column<Profile, String> IDENTIFIER = Column.text("Identifier", Profile::idNumber);
    private static final Column<Profile, String> NAME = Column.text("Name", Profile::name);

    static final Columns<Profile> ALL = new Columns<>(List.of(USER, IDENTIFIER, NAME));

    private ProfileColumns() {}

    /**
     * Reads a row.
     *
     * @throws org.mailgroups.value.InvalidValueException if it is no profile
     */
    static Profile read(List<String> cells) {
        return new Profile(ALL.read(USER, cells), ALL.read(NAME, cells), ALL.read(IDENTIFIER, cells));
    }
}
