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

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Cursor;
import org.mailgroups.group.Address;

/**
 * What a message in distribution carries with it through the queue, as mail attributes: how far it has come, and who gets it directly. A restart goes on from here.
 *
 * @param direct recipients that were addressed directly and have been left to James
 */
record Progress(Cursor cursor, List<Address> direct) {
    private static final AttributeName CURSOR = AttributeName.of("org.mailgroups.cursor");
    private static final AttributeName DIRECT = AttributeName.of("org.mailgroups.direct");
    private static final Set<AttributeName> NAMES =
            Set.of(CURSOR, DIRECT, Postponement.ATTEMPTS, OutgoingPace.SEEN_QUEUED);

    /** What this mail carries; empty for a message that has just come in. */
    static Optional<Progress> of(Mail mail) {
        return string(mail, CURSOR).flatMap(Cursor::parse).map(cursor -> new Progress(cursor, direct(mail)));
    }

    private static List<Address> direct(Mail mail) {
        return string(mail, DIRECT).stream()
                .flatMap(keys -> Stream.of(keys.split(" ")))
                .filter(key -> !key.isEmpty())
                .map(Address::parse)
                .toList();
    }

    private static Optional<String> string(Mail mail, AttributeName name) {
        return mail.getAttribute(name).flatMap(attribute -> attribute.getValue().valueAs(String.class));
    }

    /** The attributes that carry this. */
    Collection<Attribute> attributes() {
        String keys = String.join(" ", direct.stream().map(Address::key).toList());
        return List.of(
                new Attribute(CURSOR, AttributeValue.of(cursor.toString())),
                new Attribute(DIRECT, AttributeValue.of(keys)));
    }

    /** Whether an attribute says how far one mail is, and means nothing for its copies. */
    static boolean isProgress(Attribute attribute) {
        return NAMES.contains(attribute.getName());
    }
}
