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

/**
 * A contact group in a page of several.
 *
 * @param position where the next page begins, if this is the last one: a text without meaning, fit for a URL, which stays good when the group is renamed or deleted
 */
public record FoundContactGroup(ContactGroup group, String position) {}
