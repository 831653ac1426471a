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
package org.mailgroups.webadmin.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.mailgroups.group.ImportCounts;
import org.mailgroups.group.ImportMode;

/** {@link MembersImportInformation} as JSON. */
@JsonPropertyOrder({
    "type",
    "group",
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
    "timestamp"
})
record MembersImportInformationDto(
        @JsonProperty("type") String type,
        @JsonProperty("group") String group,
        @JsonProperty("dryRun") boolean dryRun,
        @JsonProperty("mode") String mode,
        @JsonProperty("rows") long rows,
        @JsonProperty("added") long added,
        @JsonProperty("updated") long updated,
        @JsonProperty("unchanged") long unchanged,
        @JsonProperty("removed") long removed,
        @JsonProperty("rejected") long rejected,
        @JsonProperty("rejections") List<RejectionView> rejections,
        @JsonProperty("rejectionsTruncated") boolean rejectionsTruncated,
        @JsonProperty("timestamp") Instant timestamp)
        implements AdditionalInformationDTO {
    static AdditionalInformationDTOModule<MembersImportInformation, MembersImportInformationDto> module() {
        return DTOModule.forDomainObject(MembersImportInformation.class)
                .convertToDTO(MembersImportInformationDto.class)
                .toDomainObjectConverter(MembersImportInformationDto::toDomain)
                .toDTOConverter(MembersImportInformationDto::of)
                .typeName(MembersImportInformation.TYPE.asString())
                .withFactory(AdditionalInformationDTOModule::new);
    }

    private static MembersImportInformationDto of(MembersImportInformation information, String type) {
        ImportCounts counts = information.counts();
        return new MembersImportInformationDto(
                type,
                information.group(),
                information.dryRun(),
                ImportView.mode(information.mode()),
                counts.rows(),
                counts.added(),
                counts.updated(),
                counts.unchanged(),
                counts.removed(),
                counts.rejected(),
                RejectionView.of(information.rejections()),
                counts.rejected() > information.rejections().size(),
                information.timestamp());
    }

    private MembersImportInformation toDomain() {
        return new MembersImportInformation(
                group,
                dryRun,
                ImportMode.valueOf(mode.toUpperCase(Locale.ROOT)),
                new ImportCounts(rows, added, updated, unchanged, removed, rejected),
                rejections.stream().map(RejectionView::toDomain).toList(),
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
