// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.json.DTOConverter;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.Test;
import org.mailgroups.imports.ImportStart;
import org.mailgroups.imports.ImportState;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportWarning;
import org.mailgroups.imports.history.Rejection;

/** The promised JSON, letter by letter, as James' webadmin writes it. */
class ImportInformationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123Z");
    private static final List<Rejection> REJECTIONS =
            List.of(new Rejection(3, List.of("12345678A"), "the NIF 12345678A has a wrong letter"));

    private final DTOConverter<AdditionalInformation, AdditionalInformationDTO> converter =
            new DTOConverter<>(new ImportTasksModule(null, null, null, null, null, new ImportStart(), null)
                    .taskAdditionalInformationDTOModules());

    private String json(AdditionalInformation information) throws Exception {
        return new JsonTransformer().render(converter.toDTO(information).orElseThrow());
    }

    private void shouldComeBack(AdditionalInformation information) {
        AdditionalInformationDTO dto = converter.toDTO(information).orElseThrow();
        assertThat(converter.toDomainObject(dto)).contains(information);
        assertThat(dto.getTimestamp()).isEqualTo(NOW);
    }

    @Test
    void membersShouldBeAsPromised() throws Exception {
        ImportInformation.Members information = new ImportInformation.Members(
                "team@example.org",
                new ImportState(
                        false,
                        ImportMode.REPLACE,
                        new ImportCounts(15, 1, 2, 3, 4, 5),
                        REJECTIONS,
                        Optional.empty(),
                        NOW));

        assertThat(json(information))
                .isEqualTo("{\"type\":\"group-members-import\",\"group\":\"team@example.org\",\"dryRun\":false,"
                        + "\"mode\":\"replace\",\"rows\":15,\"added\":1,\"updated\":2,\"unchanged\":3,\"removed\":4,"
                        + "\"rejected\":5,\"rejections\":[{\"line\":3,\"identifier\":\"12345678A\","
                        + "\"reason\":\"the NIF 12345678A has a wrong letter\"}],\"rejectionsTruncated\":true,"
                        + "\"timestamp\":\"2026-03-01T10:15:30.123Z\"}");
        shouldComeBack(information);
    }

    @Test
    void profilesShouldBeAsPromised() throws Exception {
        ImportInformation.Profiles information = new ImportInformation.Profiles(new ImportState(
                true, ImportMode.ADD, new ImportCounts(7, 1, 2, 3, 0, 1), REJECTIONS, Optional.empty(), NOW));

        assertThat(json(information))
                .isEqualTo("{\"type\":\"profiles-import\",\"dryRun\":true,\"rows\":7,\"added\":1,\"updated\":2,"
                        + "\"unchanged\":3,\"rejected\":1,\"rejections\":[{\"line\":3,\"identifier\":\"12345678A\","
                        + "\"reason\":\"the NIF 12345678A has a wrong letter\"}],\"rejectionsTruncated\":false,"
                        + "\"timestamp\":\"2026-03-01T10:15:30.123Z\"}");
        shouldComeBack(information);
    }

    @Test
    void contactsShouldBeAsPromised() throws Exception {
        UUID contactGroup = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        ImportInformation.Contacts information = new ImportInformation.Contacts(
                contactGroup,
                new ImportState(
                        false,
                        ImportMode.ADD,
                        new ImportCounts(7, 1, 2, 3, 0, 1, 2),
                        List.of(),
                        List.of(new ImportWarning(4, "Ann", "PHOTO was left out")),
                        Optional.of("no"),
                        NOW));

        assertThat(json(information))
                .isEqualTo("{\"type\":\"contacts-import\",\"contactGroup\":\"" + contactGroup + "\",\"dryRun\":false,"
                        + "\"mode\":\"add\",\"rows\":7,\"added\":1,\"updated\":2,\"unchanged\":3,\"removed\":0,"
                        + "\"rejected\":1,\"rejections\":[],\"rejectionsTruncated\":true,"
                        + "\"warned\":2,\"warnings\":[{\"line\":4,\"name\":\"Ann\","
                        + "\"reason\":\"PHOTO was left out\"}],\"warningsTruncated\":true,\"reason\":\"no\","
                        + "\"timestamp\":\"2026-03-01T10:15:30.123Z\"}");
        shouldComeBack(information);
    }
}
