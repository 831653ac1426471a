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
package org.mailgroups.james;

import javax.inject.Singleton;
import org.mailgroups.distribution.Limits;

/**
 * The limits that the mailet was configured with, for the RCPT handler: what cannot be expanded is refused before it is sent. Thread-safe.
 */
@Singleton
public final class SharedLimits {
    private volatile Limits limits = Limits.DEFAULT;

    Limits get() {
        return limits;
    }

    void set(Limits configured) {
        limits = configured;
    }
}
