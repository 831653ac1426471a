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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.mailet.Mail;
import org.mailgroups.group.Address;
import org.mailgroups.group.InvalidValueException;

/** Between James' mail addresses and ours, which do not allow all of the same forms. */
public final class MailAddresses {
    private MailAddresses() {}

    /** Empty for an address that no group can have or hold, such as one with a quoted local part. */
    static Optional<Address> toAddress(MailAddress mailAddress) {
        return parse(mailAddress.asString());
    }

    /** Empty for a user whose name is no mail address (James without virtual hosting). */
    static Optional<Address> toAddress(Username username) {
        return parse(username.asString());
    }

    /** Empty for text that is no address. */
    public static Optional<Address> parse(String text) {
        try {
            return Optional.of(Address.parse(text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** Empty for an address that James' parser does not take. */
    static Optional<MailAddress> toMailAddress(Address address) {
        try {
            return Optional.of(new MailAddress(address.toString()));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    /** All recipients that can be groups or lead to one, in RCPT order. */
    static Map<Address, MailAddress> recipients(Mail mail) {
        Map<Address, MailAddress> recipients = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            toAddress(recipient).ifPresent(address -> recipients.putIfAbsent(address, recipient));
        }
        return recipients;
    }
}
