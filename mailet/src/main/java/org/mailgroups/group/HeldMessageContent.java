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

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The port to the held messages themselves.
 *
 * <p>Thread-safe. Every method throws {@link StoreUnavailableException} where they cannot be read now.
 */
public interface HeldMessageContent {
    /** A header field as it stands in the message, unfolded. */
    record HeaderField(String name, String value) {}

    /** The fields of a message's header, as far as they have a sensible length; empty if the message is not there. */
    Optional<List<HeaderField>> header(String id);

    /** The message's octets, to be closed; empty if the message is not there. */
    Optional<InputStream> open(String id);
}
