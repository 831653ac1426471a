// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.task.TaskType;
import org.mailgroups.call.view.ImportView;
import org.mailgroups.call.view.RejectionView;
import org.mailgroups.imports.ImportState;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportMode;

/**
 * {@link ImportInformation} as JSON.
 *
 * @param group of an import of members; else null and absent
 * @param contactGroup of an import of contacts; else null and absent
 * @param reason why it failed; else null and absent
 * @param mode null and absent for profiles; so is {@code removed}
 * @param warned null and absent but for contacts; so are {@code warnings} and {@code warningsTruncated}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "type",
    "group",
    "contactGroup",
    "dryRun",
    "mode",
    "rows",
    "added",
    "updated",
    "unchanged",
    "removed",
    "rejected",
    "rejections",
    "rejectionsTruncated",
    "warned",
    "warnings",
    "warningsTruncated",
    "reason",
    "timestamp"
})
record ImportInformationDto(
        @JsonProperty("type") String type,
        @JsonProperty("group") String group,
        @JsonProperty("contactGroup") String contactGroup,
        @JsonProperty("dryRun") boolean dryRun,
        @JsonProperty("mode") String mode,
        @JsonProperty("rows") long rows,
        @JsonProperty("added") long added,
        @JsonProperty("updated") long updated,
        @JsonProperty("unchanged") long unchanged,
        @JsonProperty("removed") Long removed,
        @JsonProperty("rejected") long rejected,
        @JsonProperty("rejections") List<RejectionView> rejections,
        @JsonProperty("rejectionsTruncated") boolean rejectionsTruncated,
        @JsonProperty("warned") Long warned,
        @JsonProperty("warnings") List<WarningView> warnings,
        @JsonProperty("warningsTruncated") Boolean warningsTruncated,
        @JsonProperty("reason") String reason,
        @JsonProperty("timestamp") Instant timestamp)
        implements AdditionalInformationDTO {
    static AdditionalInformationDTOModule<ImportInformation.Members, ImportInformationDto> members() {
        return module(
                ImportInformation.Members.class,
                ImportInformation.Members.TYPE,
                dto -> new ImportInformation.Members(dto.group(), dto.state()),
                information -> of(information, information.group(), null, true));
    }

    static AdditionalInformationDTOModule<ImportInformation.Profiles, ImportInformationDto> profiles() {
        return module(
                ImportInformation.Profiles.class,
                ImportInformation.Profiles.TYPE,
                dto -> new ImportInformation.Profiles(dto.state()),
                information -> of(information, null, null, false));
    }

    static AdditionalInformationDTOModule<ImportInformation.Contacts, ImportInformationDto> contacts() {
        return module(
                ImportInformation.Contacts.class,
                ImportInformation.Contacts.TYPE,
                dto -> new ImportInformation.Contacts(UUID.fromString(dto.contactGroup()), dto.state()),
                information -> of(information, null, information.contactGroup().toString(), true));
    }

    private static <I extends ImportInformation> AdditionalInformationDTOModule<I, ImportInformationDto> module(
            Class<I> kind,
            TaskType type,
            Function<ImportInformationDto, I> read,
            Function<I, ImportInformationDto> write) {
        return DTOModule.forDomainObject(kind)
                .convertToDTO(ImportInformationDto.class)
                .toDomainObjectConverter(read::apply)
                .toDTOConverter((information, name) -> write.apply(information))
                .typeName(type.asString())
                .withFactory(AdditionalInformationDTOModule::new);
    }

    /** @param hasMode whether the promised JSON has a mode and a number of removed rows */
    private static ImportInformationDto of(
            ImportInformation information, String group, String contactGroup, boolean hasMode) {
        ImportState state = information.state();
        ImportCounts counts = state.counts();
        boolean hasWarnings = contactGroup != null;
        return new ImportInformationDto(
                information.type().asString(),
                group,
                contactGroup,
                state.dryRun(),
                hasMode ? ImportView.mode(state.mode()) : null,
                counts.rows(),
                counts.added(),
                counts.updated(),
                counts.unchanged(),
                hasMode ? counts.removed() : null,
                counts.rejected(),
                RejectionView.of(state.rejections()),
                counts.rejected() > state.rejections().size(),
                hasWarnings ? counts.warned() : null,
                hasWarnings ? WarningView.of(state.warnings()) : null,
                hasWarnings ? counts.warned() > state.warnings().size() : null,
                state.failure().orElse(null),
                state.timestamp());
    }

    private ImportState state() {
        return new ImportState(
                dryRun,
                mode == null ? ImportMode.ADD : ImportMode.valueOf(mode.toUpperCase(Locale.ROOT)),
                new ImportCounts(
                        rows,
                        added,
                        updated,
                        unchanged,
                        removed == null ? 0 : removed,
                        rejected,
                        warned == null ? 0 : warned),
                rejections.stream().map(RejectionView::toDomain).toList(),
                warnings == null
                        ? List.of()
                        : warnings.stream().map(WarningView::toDomain).toList(),
                Optional.ofNullable(reason),
                timestamp);
    }

    @Override
    public String getType() {
        return type;
    }

    @Override
    public Instant getTimestamp() {
        return timestamp;
    }
}
