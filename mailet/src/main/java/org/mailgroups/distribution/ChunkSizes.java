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
 * How many recipients a chunk may have.
 *
 * @param local for domains this server delivers itself; smaller chunks use more spool threads at once
 * @param remote for one transaction with another server; RFC 5321 4.5.3.1.8 obliges no server to take more than 100
 */
public record ChunkSizes(int local, int remote) {
    public static final ChunkSizes DEFAULT = new ChunkSizes(50, 100);

    public ChunkSizes {
        if (local < 1 || remote < 1) {
            throw new IllegalArgumentException("a chunk has at least one recipient");
        }
    }
}
