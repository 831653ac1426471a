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
package org.mailgroups.webadmin.contact;

import org.mailgroups.contact.ContactDetails;

/**
 * What a caller wants a contact to be.
 *
 * @param preferredField where the caller has written the preferred address, such as {@code emails[1].address}; empty where there is none
 * @param id the contact's own id, if the caller has said it; else empty
 * @param contactGroup the id of the contact group it is in, if the caller has said it; else empty
 */
record ContactDraft(ContactDetails details, String preferredField, String id, String contactGroup) {}
