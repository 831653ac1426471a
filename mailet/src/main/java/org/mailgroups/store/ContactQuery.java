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
package org.mailgroups.store;

import java.util.Arrays;
import java.util.List;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.group.InvalidValueException;

/** What is looked for among contacts, and how well one fits (see {@link org.mailgroups.contact.ContactRepository#search}). Immutable. */
final class ContactQuery {
    /** The greatest relevance number: of those in which the words are anywhere. */
    static final int LEAST_RELEVANT = 4;

    /** Of those that do not fit. */
    static final int NOT_FOUND = -1;

    /** More than anybody types; each costs a look at every contact. */
    private static final int MAX_WORDS = 32;

    private final ContactFilter filter;
    private final String wanted;
    private final List<String> words;

    /** @throws InvalidValueException if there are too many words */
    ContactQuery(ContactFilter filter) {
        this.filter = filter;
        this.wanted = SearchText.plain(filter.text());
        this.words = wanted.isEmpty()
                ? List.of()
                : Arrays.stream(wanted.split(" ")).distinct().toList();
        if (words.size() > MAX_WORDS) {
            throw new InvalidValueException("q has more than " + MAX_WORDS + " words");
        }
    }

    /** Whether every contact that it finds is equally relevant. */
    boolean isForAnyText() {
        return words.isEmpty();
    }

    /** 0 is the most relevant; {@link #NOT_FOUND} if the contact is not wanted at all. */
    int relevance(IndexedContact contact) {
        return admits(contact) ? relevanceOfText(contact) : NOT_FOUND;
    }

    private boolean admits(IndexedContact contact) {
        return (!filter.sharedOnly() || contact.shared())
                && (filter.contactGroup().isEmpty()
                        || filter.contactGroup().get().equals(contact.contactGroup()));
    }

    private int relevanceOfText(IndexedContact contact) {
        for (String word : words) {
            if (!contact.contains(word)) {
                return NOT_FOUND;
            }
        }
        if (words.isEmpty() || contact.isWhole(wanted)) {
            return 0;
        }
        if (contact.nameBegins(wanted)) {
            return 1;
        }
        if (words.stream().allMatch(contact::beginsWordOfName)) {
            return 2;
        }
        return words.stream().allMatch(contact::beginsWord) ? 3 : LEAST_RELEVANT;
    }
}
