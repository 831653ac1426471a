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
package org.mailgroups.e2e.harness;

import java.util.List;

/**
 * A server's answer to one SMTP command.
 *
 * @param lines the text of each line, without the code
 */
public record Reply(int code, List<String> lines) {
    public Reply {
        lines = List.copyOf(lines);
    }

    public boolean isPositive() {
        return code >= 200 && code < 400;
    }

    public boolean isPermanentFailure() {
        return code >= 500 && code < 600;
    }

    /** The whole answer in one line, for example {@code 550 5.1.1 Unknown user: x@example.org}. */
    public String text() {
        return code + " " + String.join(" / ", lines);
    }

    @Override
    public String toString() {
        return text();
    }
}
