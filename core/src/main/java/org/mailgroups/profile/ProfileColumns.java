// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.List;
import org.mailgroups.csv.CsvColumn;
import org.mailgroups.csv.CsvColumns;
import org.mailgroups.value.Address;

/** The columns of a file of profiles. */
final class ProfileColumns {
    private static final CsvColumn<Profile, Address> USER =
            new CsvColumn<>("User", profile -> profile.user().toString(), (column, cell) -> Address.parse(cell));
    private static final CsvColumn<Profile, String> IDENTIFIER = CsvColumn.text("Identifier", Profile::idNumber);
    private static final CsvColumn<Profile, String> NAME = CsvColumn.text("Name", Profile::name);

    static final CsvColumns<Profile> ALL = new CsvColumns<>(List.of(USER, IDENTIFIER, NAME));

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
