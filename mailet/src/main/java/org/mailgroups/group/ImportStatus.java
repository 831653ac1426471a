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

/** What became of an import. */
public enum ImportStatus {
    /** Its task has not begun. */
    WAITING,
    RUNNING,
    /** Every row was applied, found to be so already, or rejected. */
    COMPLETED,
    /** It was given up; what was applied before stays. A replacement that was refused because rows were rejected has applied nothing. */
    FAILED,
    /** Somebody cancelled it; what was applied before stays. */
    CANCELLED,
    /** The server went down meanwhile; what was applied before stays, and the same file may be imported again. */
    INTERRUPTED;

    /** Whether nothing more will happen. */
    public boolean isFinal() {
        return this != WAITING && this != RUNNING;
    }
}
