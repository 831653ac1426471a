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
 * How far an expansion may go. A message over a limit is refused as a whole, never cut short.
 *
 * @param maxDepth how many groups may be nested in one another
 * @param maxRecipients how many final addresses a message may have through groups
 */
public record Limits(int maxDepth, int maxRecipients) {
    public static final Limits DEFAULT = new Limits(10, 200_000);

    public Limits {
        if (maxDepth < 1 || maxRecipients < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
