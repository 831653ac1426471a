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
package org.mailgroups.webadmin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailgroups.contact.Correspondence;
import org.mailgroups.contact.CorrespondenceMessage;
import org.mailgroups.contact.CorrespondencePage;
import org.mailgroups.group.Address;

/** Answers whatever it is asked with the same messages, and keeps what it was asked last. */
public final class FakeCorrespondence implements Correspondence {
    private CorrespondencePage page = new CorrespondencePage(List.of(), Optional.empty());
    private Optional<Question> last = Optional.empty();

    /** What somebody wanted to know. */
    public record Question(Address user, Set<Address> accounts, Optional<String> after, int limit) {
        public Question {
            accounts = Set.copyOf(accounts);
        }
    }

    /** From now on, these are the messages; nobody has asked yet. */
    public void hold(Optional<String> next, CorrespondenceMessage... messages) {
        page = new CorrespondencePage(List.of(messages), next);
        last = Optional.empty();
    }

    public Optional<Question> last() {
        return last;
    }

    @Override
    public CorrespondencePage of(Address user, Set<Address> accounts, Optional<String> after, int limit) {
        last = Optional.of(new Question(user, accounts, after, limit));
        return page;
    }
}
