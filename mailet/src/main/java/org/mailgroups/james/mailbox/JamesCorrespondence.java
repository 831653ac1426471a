// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.mailgroups.correspondence.Correspondence;
import org.mailgroups.correspondence.CorrespondenceMessage;
import org.mailgroups.correspondence.CorrespondenceMessage.Direction;
import org.mailgroups.correspondence.CorrespondencePage;
import org.mailgroups.james.directory.Aliases;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Reads correspondence from a user's mailboxes in James, in the session of that user.
 *
 * <p>James' own search is not used: on a server without a search index it reads all messages of all mailboxes into
 * memory for a single question. Instead, a call walks through the metadata of the messages, some at a time, and keeps
 * the newest. Of these it reads the headers, some at a time, until enough of them match. Of the matching ones it reads
 * the content, for the names of the attachments. So a call takes time in proportion to the number of the user's
 * messages, but memory for {@value #EXAMINED_AT_MOST} places at the most.
 *
 * <p>Thread-safe.
 */
public final class JamesCorrespondence implements Correspondence {
    /** The most headers that one call reads. */
    static final int EXAMINED_AT_MOST = 5000;

    private static final int HEADERS_AT_ONCE = 100;

    private final MailboxManager mailboxes;
    private final Aliases aliases;

    @Inject
    public JamesCorrespondence(MailboxManager mailboxes, Aliases aliases) {
        this.mailboxes = mailboxes;
        this.aliases = aliases;
    }

    @Override
    public CorrespondencePage of(Address user, Set<Address> accounts, Optional<String> after, int limit) {
        Optional<Place> start = after.map(token ->
                Place.parse(token).orElseThrow(() -> new InvalidValueException("after is not the next of a page")));
        Username username = Username.of(user.key());
        Set<Address> own = new HashSet<>(aliases.of(username));
        own.add(user);
        try {
            UserMailboxes messages = new UserMailboxes(mailboxes, mailboxes.createSystemSession(username));
            return page(messages, start, limit, envelope -> envelope.between(own, accounts));
        } catch (MailboxException | IOException e) {
            throw new StoreUnavailableException("the mailboxes of a user cannot be read", e);
        }
    }

    private static CorrespondencePage page(UserMailboxes messages, Optional<Place> start, int limit, Match match)
            throws MailboxException, IOException {
        NewestPlaces newest = new NewestPlaces(start, EXAMINED_AT_MOST);
        messages.forEachPlace(newest::offer);
        List<Place> places = newest.sorted();
        List<CorrespondenceMessage> found = new ArrayList<>();
        Set<String> messageIds = new HashSet<>();
        for (int from = 0; from < places.size(); from += HEADERS_AT_ONCE) {
            List<Place> some = places.subList(from, Math.min(from + HEADERS_AT_ONCE, places.size()));
            Map<Place, Envelope> envelopes = messages.envelopes(some);
            for (Place place : some) {
                Envelope envelope = envelopes.get(place);
                Optional<Direction> direction = envelope == null ? Optional.empty() : match.of(envelope);
                if (direction.isPresent() && (envelope.messageId().isEmpty() || messageIds.add(envelope.messageId()))) {
                    found.add(message(place, envelope, direction.get(), messages.attachments(place)));
                }
                if (found.size() == limit) {
                    return new CorrespondencePage(found, next(place, places, newest.isCut()));
                }
            }
        }
        return new CorrespondencePage(
                found, places.isEmpty() ? Optional.empty() : next(last(places), places, newest.isCut()));
    }

    private static Optional<String> next(Place examined, List<Place> places, boolean thereAreOlder) {
        return thereAreOlder || !examined.equals(last(places)) ? Optional.of(examined.token()) : Optional.empty();
    }

    private static Place last(List<Place> places) {
        return places.get(places.size() - 1);
    }

    private static CorrespondenceMessage message(
            Place place, Envelope envelope, Direction direction, List<String> attachments) {
        return new CorrespondenceMessage(
                envelope.messageId(), Instant.ofEpochMilli(place.millis()), direction, envelope.subject(), attachments);
    }

    @FunctionalInterface
    private interface Match {
        Optional<Direction> of(Envelope envelope);
    }
}
