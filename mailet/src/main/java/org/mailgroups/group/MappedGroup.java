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
package org.mailgroups.group;

import java.util.List;

/**
 * A group that the mail server keeps by itself, as mappings from one source to many targets.
 *
 * @param source an address, or a pattern of the mail server's; as the server writes it
 * @param targets as the server writes them
 * @param mixed whether the source has mappings of another kind too, such as an alias
 */
public record MappedGroup(String source, List<String> targets, boolean mixed) {
    public MappedGroup {
        targets = List.copyOf(targets);
    }
}
