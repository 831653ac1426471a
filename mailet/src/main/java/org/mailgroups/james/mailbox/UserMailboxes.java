// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManager.MailboxSearchFetchType;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.Item;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.RecentMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;
import org.apache.james.mailbox.model.search.MailboxQuery;

/**
 * A user's own mailboxes, read in a session of that user. Mailboxes that others share with the user are left out. So
 * are those for drafts, junk and deleted messages, by the names that James and mail programs give them. Used by one
 * thread.
 */
final class UserMailboxes {
    private static final Set<String> NOT_EXCHANGED =
            Set.of("drafts", "outbox", "templates", "trash", "deleted items", "spam", "junk", "junk e-mail");

    private static final int FIRST_WINDOW = 1000;
    private static final int WIDEST_WINDOW = 16_000;

    private final MailboxManager mailboxes;
    private final MailboxSession session;
    private final Map<String, MailboxId> ids = new HashMap<>();

    UserMailboxes(MailboxManager mailboxes, MailboxSession session) {
        this.mailboxes = mailboxes;
        this.session = session;
        mailboxes
                .search(MailboxQuery.privateMailboxesBuilder(session).build(), MailboxSearchFetchType.Minimal, session)
                .filter(mailbox -> !NOT_EXCHANGED.contains(topLevel(mailbox)))
                .map(MailboxMetaData::getId)
                .toStream()
                .forEach(id -> ids.put(id.serialize(), id));
    }

    private static String topLevel(MailboxMetaData mailbox) {
        String name = mailbox.getPath().getName().toLowerCase(Locale.ROOT);
        int delimiter = name.indexOf(mailbox.getHierarchyDelimiter());
        return delimiter < 0 ? name : name.substring(0, delimiter);
    }

    /** Passes on the place of each message, in no order. It reads nothing but metadata, some at a time. */
    void forEachPlace(Consumer<Place> action) throws MailboxException, IOException {
        for (String mailbox : ids.keySet()) {
            Optional<MessageManager> manager = open(mailbox);
            if (manager.isPresent()) {
                forEachPlace(mailbox, manager.get(), action);
            }
        }
    }

    private void forEachPlace(String mailbox, MessageManager manager, Consumer<Place> action)
            throws MailboxException, IOException {
        long end = manager.getMetaData(RecentMode.IGNORE, session, EnumSet.of(Item.NextUid))
                .getUidNext()
                .asLong();
        int width = FIRST_WINDOW;
        long from = MessageUid.MIN_VALUE.asLong();
        while (from < end) {
            MessageRange window = MessageRange.range(MessageUid.of(from), MessageUid.of(from + width - 1));
            List<Place> places = new ArrayList<>();
            read(manager, window, FetchGroup.MINIMAL, message -> places.add(place(mailbox, message)));
            places.forEach(action);
            from += width;
            // If messages were deleted, few of the numbers are left.
            width = places.size() * 4 < width ? Math.min(width * 2, WIDEST_WINDOW) : FIRST_WINDOW;
        }
    }

    private static Place place(String mailbox, MessageResult message) {
        return new Place(
                message.getInternalDate().toInstant().toEpochMilli(),
                mailbox,
                message.getUid().asLong());
    }

    /** The envelopes of those of the messages that are still there. */
    Map<Place, Envelope> envelopes(List<Place> places) throws MailboxException, IOException {
        Map<String, List<MessageUid>> uids = new HashMap<>();
        places.forEach(place -> uids.computeIfAbsent(place.mailbox(), mailbox -> new ArrayList<>())
                .add(MessageUid.of(place.uid())));
        Map<Place, Envelope> envelopes = new HashMap<>();
        for (Map.Entry<String, List<MessageUid>> entry : uids.entrySet()) {
            Optional<MessageManager> manager = open(entry.getKey());
            if (manager.isPresent()) {
                for (MessageRange range : MessageRange.toRanges(entry.getValue())) {
                    read(
                            manager.get(),
                            range,
                            FetchGroup.HEADERS,
                            message -> envelopes.put(place(entry.getKey(), message), Envelope.of(message)));
                }
            }
        }
        return envelopes;
    }

    /** The names of the files in a message; none if it is not there any more. */
    List<String> attachments(Place place) throws MailboxException, IOException {
        List<String> names = new ArrayList<>();
        Optional<MessageManager> manager = open(place.mailbox());
        if (manager.isPresent()) {
            read(manager.get(), MessageUid.of(place.uid()).toRange(), FetchGroup.FULL_CONTENT, message -> {
                try (InputStream content = message.getFullContent().getInputStream()) {
                    names.addAll(AttachmentNames.of(content));
                }
            });
        }
        return names;
    }

    private void read(MessageManager manager, MessageRange range, FetchGroup what, Action action)
            throws MailboxException, IOException {
        try {
            MessageResultIterator messages = manager.getMessages(range, what, session);
            while (messages.hasNext()) {
                action.accept(messages.next());
            }
            if (messages.getException() != null) {
                throw messages.getException();
            }
        } finally {
            // A mail store may keep what was read until the request ends.
            mailboxes.endProcessingRequest(session);
        }
    }

    /** Empty for a mailbox that was deleted meanwhile. */
    private Optional<MessageManager> open(String mailbox) throws MailboxException {
        try {
            return Optional.of(mailboxes.getMailbox(ids.get(mailbox), session));
        } catch (MailboxNotFoundException e) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Action {
        void accept(MessageResult message) throws MailboxException, IOException;
    }
}
