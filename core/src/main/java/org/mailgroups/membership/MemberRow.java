// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.List;
import org.mailgroups.csv.CsvColumn;
import org.mailgroups.csv.CsvColumns;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.text.NormalForm;
import org.mailgroups.value.Text;

/**
 * A row of a file of members.
 *
 * @param identifier a mail address, or the identifier of a user or of a shared contact; empty if the row names nobody
 * @param name empty if the row says none
 */
record MemberRow(String identifier, String name) {
    private static final CsvColumn<MemberRow, String> IDENTIFIER = CsvColumn.text("Identifier", MemberRow::identifier);
    private static final CsvColumn<MemberRow, String> NAME = CsvColumn.text("Name", MemberRow::name);

    static final CsvColumns<MemberRow> COLUMNS = new CsvColumns<>(List.of(IDENTIFIER, NAME));

    MemberRow {
        identifier = NormalForm.stripped(identifier);
        if (!isAddress(identifier)) {
            identifier = Text.line("Identifier", identifier, Profile.MAX_IDENTIFIER_LENGTH);
        }
        name = Text.line("name", name, NewMember.MAX_NAME_LENGTH);
    }

    /** Reads a row. */
    static MemberRow of(List<String> cells) {
        return new MemberRow(COLUMNS.read(IDENTIFIER, cells), COLUMNS.read(NAME, cells));
    }

    boolean isAddress() {
        return isAddress(identifier);
    }

    private static boolean isAddress(String identifier) {
        return identifier.indexOf('@') >= 0;
    }
}
