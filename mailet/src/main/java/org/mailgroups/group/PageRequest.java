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

/**
 * Which part of a list is wanted.
 *
 * @param after the key of the last item of the page before; empty for the first page
 * @param limit how many items at the most, 1 to {@value #MAX_LIMIT}
 */
public record PageRequest(String after, int limit) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValueException("limit must be from 1 to " + MAX_LIMIT);
        }
    }

    /** The first page of a list. */
    public static PageRequest first(int limit) {
        return new PageRequest("", limit);
    }
}
