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
package org.mailgroups.webadmin.imports;

import java.util.Optional;

/** The rows of a file, from first to last. Holds one of them at a time. Not thread-safe. */
public interface RowSource extends AutoCloseable {
    /**
     * The next row; empty at the end.
     *
     * @throws org.mailgroups.group.InvalidValueException if there is no telling any more what is a row; the message is for the person who wrote the file
     */
    Optional<Row> next();

    /**
     * How many rows are left, found out by reading up to the end.
     *
     * @param most no more are counted than this and one
     * @throws org.mailgroups.group.InvalidValueException as {@link #next}
     */
    default long count(long most) {
        long count = 0;
        while (count <= most && next().isPresent()) {
            count++;
        }
        return count;
    }

    /** Closes the file. */
    @Override
    void close();
}
