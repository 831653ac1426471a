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
package org.mailgroups.distribution;

/**
 * How many messages a minute go on without asking an administrator; 0 switches a limit off.
 *
 * @param perSender from one sender to one group
 * @param perGroup to one group
 * @param replies to one group within one conversation
 */
public record StormLimits(int perSender, int perGroup, int replies) {
    public static final StormLimits DEFAULT = new StormLimits(20, 60, 30);

    public StormLimits {
        if (perSender < 0 || perGroup < 0 || replies < 0) {
            throw new IllegalArgumentException("a limit is 0 or more");
        }
    }
}
