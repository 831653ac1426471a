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

import java.util.Comparator;
import java.util.Locale;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Arrival;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.GroupEntry;
import org.mailgroups.distribution.StormGuard;
import org.mailgroups.distribution.StormLimits;
import org.mailgroups.group.Address;

/**
 * Asks the storm guard about a mail. All places of the mailet share one guard. Thread-safe.
 */
record Storms(StormGuard guard, StormLimits limits) {
    Decision decide(Mail mail, GroupEntry group, Author author) throws MessagingException {
        return guard.decide(
                limits,
                new Arrival(mail.getName(), group.id(), sender(mail, author), Conversations.of(mail.getMessage())));
    }

    /** All aliases of a user are one sender. */
    private static String sender(Mail mail, Author author) {
        return author.identities().stream()
                .min(Comparator.naturalOrder())
                .map(Address::key)
                .orElseGet(() -> mail.getMaybeSender().asString("").toLowerCase(Locale.ROOT));
    }
}
