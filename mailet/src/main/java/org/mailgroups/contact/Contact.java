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
package org.mailgroups.contact;

import java.util.UUID;

/**
 * A shared contact as it is kept.
 *
 * @param contactGroup the group it is in
 * @param domain that of the group, in lower case, A-labels
 * @param card what came with it from elsewhere
 * @param version raised with each change of this contact
 */
public record Contact(
        UUID id, UUID contactGroup, String domain, ContactDetails details, ForeignCard card, long version) {}
