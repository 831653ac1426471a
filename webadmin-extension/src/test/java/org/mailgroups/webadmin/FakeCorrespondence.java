// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailgroups.correspondence.Correspondence;
import org.mailgroups.correspondence.CorrespondenceMessage;
import org.mailgroups.correspondence.CorrespondencePage;
import org.mailgroups.value.Address;

/** Answers every question with the same messages, and remembers the last question. */
public final class FakeCorrespondence implements Correspondence {
    private CorrespondencePage page = new CorrespondencePage(List.of(), Optional.empty());
    private Optional<Question> last = Optional.empty();

    /** One question. */
    public record Question(Address user, Set<Address> accounts, Optional<String> after, int limit) {
        public Question {
            accounts = Set.copyOf(accounts);
        }
    }

    /** Sets the messages, and forgets the last question. */
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
