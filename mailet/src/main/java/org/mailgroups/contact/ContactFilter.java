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

import java.util.Optional;
import java.util.UUID;

/**
 * Which contacts are wanted.
 *
 * @param domain only contacts of this domain (lower case, A-labels); empty for any
 * @param contactGroup only contacts in this group; empty for any
 * @param sharedOnly only what members may see: shared contacts, and of these not the identifier. No text tells anything about it then: it neither finds a contact nor brings it forward
 * @param text what is to be found (see {@link ContactRepository#search}); empty for any
 */
public record ContactFilter(Optional<String> domain, Optional<UUID> contactGroup, boolean sharedOnly, String text) {}
