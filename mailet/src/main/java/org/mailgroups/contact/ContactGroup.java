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
 * A folder of shared contacts (seed lines B2 to B4). It belongs to a domain, and its name is the only one of its kind there.
 *
 * @param domain in lower case, A-labels
 * @param name as it was written; compared without case
 * @param contactCount how many contacts are in it
 * @param version raised with each change of the name, not of the contacts
 */
public record ContactGroup(UUID id, String domain, String name, long contactCount, long version) {}
