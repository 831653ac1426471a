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
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.mailgroups.imports.ImportState;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportMode;

/**
 * {@link ImportInformation} as JSON.
 *
 * @param group of an import of members; else null and absent
 * @param contactGroup of an import of contacts; else null and absent
 * @param reason why it failed; else null and absent
 * @param mode null and absent where there is only one, as for profiles; so is {@code removed}
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
        @JsonProperty("reason") String reason,
        @JsonProperty("timestamp") Instant timestamp)
        implements AdditionalInformationDTO {
    static AdditionalInformationDTOModule<MembersImportInformation, ImportInformationDto> members() {
        return DTOModule.forDomainObject(MembersImportInformation.class)
                .convertToDTO(ImportInformationDto.class)
                .toDomainObjectConverter(dto -> new MembersImportInformation(dto.group(), dto.state()))
                .toDTOConverter((information, type) -> of(type, information.group(), null, information.state()))
                .typeName(MembersImportInformation.TYPE.asString())
                .withFactory(AdditionalInformationDTOModule::new);
    }

    static AdditionalInformationDTOModule<ProfilesImportInformation, ImportInformationDto> profiles() {
        return DTOModule.forDomainObject(ProfilesImportInformation.class)
                .convertToDTO(ImportInformationDto.class)
                .toDomainObjectConverter(dto -> new ProfilesImportInformation(dto.state()))
                .toDTOConverter((information, type) -> of(type, null, null, information.state()))
                .typeName(ProfilesImportInformation.TYPE.asString())
                .withFactory(AdditionalInformationDTOModule::new);
    }

    static AdditionalInformationDTOModule<ContactsImportInformation, ImportInformationDto> contacts() {
        return DTOModule.forDomainObject(ContactsImportInformation.class)
                .convertToDTO(ImportInformationDto.class)
                .toDomainObjectConverter(
                        dto -> new ContactsImportInformation(UUID.fromString(dto.contactGroup()), dto.state()))
                .toDTOConverter((information, type) ->
                        of(type, null, information.contactGroup().toString(), information.state()))
                .typeName(ContactsImportInformation.TYPE.asString())
                .withFactory(AdditionalInformationDTOModule::new);
    }

    private static ImportInformationDto of(String type, String group, String contactGroup, ImportState state) {
        ImportCounts counts = state.counts();
        boolean isReplaceable = !type.equals(ProfilesImportInformation.TYPE.asString());
        return new ImportInformationDto(
                type,
                group,
                contactGroup,
                state.dryRun(),
                isReplaceable ? ImportView.mode(state.mode()) : null,
                counts.rows(),
                counts.added(),
                counts.updated(),
                counts.unchanged(),
                isReplaceable ? counts.removed() : null,
                counts.rejected(),
                RejectionView.of(state.rejections()),
                counts.rejected() > state.rejections().size(),
                state.failure().orElse(null),
                state.timestamp());
    }

    private ImportState state() {
        return new ImportState(
                dryRun,
                mode == null ? ImportMode.ADD : ImportMode.valueOf(mode.toUpperCase(Locale.ROOT)),
                new ImportCounts(rows, added, updated, unchanged, removed == null ? 0 : removed, rejected),
                rejections.stream().map(RejectionView::toDomain).toList(),
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
