// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.List;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.csv.CsvColumn;
import org.mailgroups.csv.CsvColumns;
import org.mailgroups.value.Address;

/**
 * A row of a file of profiles.
 *
 * @param identifier empty if the row says none
 * @param name empty if the row says none
 */
record ProfileRow(Address user, String identifier, String name) {
    private static final CsvColumn<ProfileRow, Address> USER =
            new CsvColumn<>("User", row -> row.user().toString(), (column, cell) -> Address.parse(cell));
    private static final CsvColumn<ProfileRow, String> IDENTIFIER =
            CsvColumn.text("Identifier", ProfileRow::identifier);
    private static final CsvColumn<ProfileRow, String> NAME = CsvColumn.text("Name", ProfileRow::name);

    static final CsvColumns<ProfileRow> COLUMNS = new CsvColumns<>(List.of(USER, IDENTIFIER, NAME));

    /** Stands in the place of a name that the row does not say, while the rest of it is checked. */
    private static final String ANY_NAME = "?";

    ProfileRow {
        Profile checked = new Profile(user, CsvCell.orBefore(name.strip(), ANY_NAME), identifier);
        identifier = checked.idNumber();
        name = name.isBlank() ? "" : checked.name();
    }

    /**
     * Reads a row.
     *
     * @throws org.mailgroups.value.InvalidValueException if no profile can be as it says
     */
    static ProfileRow of(List<String> cells) {
        return new ProfileRow(COLUMNS.read(USER, cells), COLUMNS.read(IDENTIFIER, cells), COLUMNS.read(NAME, cells));
    }

    static ProfileRow of(Profile profile) {
        return new ProfileRow(profile.user(), profile.idNumber(), profile.name());
    }

    /**
     * Returns the profile of the user after the row.
     *
     * @param before null if there is none
     * @throws org.mailgroups.value.InvalidValueException if there is none, and the row says no name
     */
    Profile over(Profile before) {
        return new Profile(
                user,
                CsvCell.orBefore(name, before == null ? "" : before.name()),
                CsvCell.orBefore(identifier, before == null ? "" : before.idNumber()));
    }

    /** Returns whether a profile is already as the row says. */
    boolean isAlready(Profile present) {
        return present != null && over(present).equals(present);
    }
}
