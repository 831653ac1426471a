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
 * The port to the groups that the mail server keeps by itself. Thread-safe. Every method throws {@link StoreUnavailableException} where the server's tables cannot answer.
 */
public interface MappedGroups {
    /** All of them, by source. They are in memory, as they are in the server's. */
    List<MappedGroup> list();

    /**
     * Hands the address over to a group of ours that is there already: the mappings are removed, one after the other. Meanwhile this node sends mail to our group, never to those
     * targets that are left; another node may do so until the last is gone. What fails can be repeated.
     */
    void handOver(Address address, MappedGroup group);
}
