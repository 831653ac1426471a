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
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.mailgroups.group.ImportCounts;

/** {@link ProfilesImportInformation} as JSON. */
@JsonPropertyOrder({
    "type",
    "dryRun",
    "rows",
    "added",
    "updated",
    "unchanged",
    "rejected",
    "rejections",
    "rejectionsTruncated",
    "timestamp"
})
record ProfilesImportInformationDto(
        @JsonProperty("type") String type,
        @JsonProperty("dryRun") boolean dryRun,
        @JsonProperty("rows") long rows,
        @JsonProperty("added") long added,
        @JsonProperty("updated") long updated,
        @JsonProperty("unchanged") long unchanged,
        @JsonProperty("rejected") long rejected,
        @JsonProperty("rejections") List<RejectionView> rejections,
        @JsonProperty("rejectionsTruncated") boolean rejectionsTruncated,
        @JsonProperty("timestamp") Instant timestamp)
        implements AdditionalInformationDTO {
    static AdditionalInformationDTOModule<ProfilesImportInformation, ProfilesImportInformationDto> module() {
        return DTOModule.forDomainObject(ProfilesImportInformation.class)
                .convertToDTO(ProfilesImportInformationDto.class)
                .toDomainObjectConverter(ProfilesImportInformationDto::toDomain)
                .toDTOConverter(ProfilesImportInformationDto::of)
                .typeName(ProfilesImportInformation.TYPE.asString())
                .withFactory(AdditionalInformationDTOModule::new);
    }

    private static ProfilesImportInformationDto of(ProfilesImportInformation information, String type) {
        ImportCounts counts = information.counts();
        return new ProfilesImportInformationDto(
                type,
                information.dryRun(),
                counts.rows(),
                counts.added(),
                counts.updated(),
                counts.unchanged(),
                counts.rejected(),
                RejectionView.of(information.rejections()),
                counts.rejected() > information.rejections().size(),
                information.timestamp());
    }

    private ProfilesImportInformation toDomain() {
        return new ProfilesImportInformation(
                dryRun,
                new ImportCounts(rows, added, updated, unchanged, 0, rejected),
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
