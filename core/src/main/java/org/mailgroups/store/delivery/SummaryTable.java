// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.mailgroups.delivery.PostingFilter;
import org.mailgroups.delivery.PostingProgress;
import org.mailgroups.delivery.PostingSummary;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SearchText;

/** The SQL of postings as lists show them. */
final class SummaryTable {
    private static final String COLUMNS = "SELECT p.id, p.author, p.subject, p.message_id, p.received_at, p.size_bytes,"
            + " p.state, p.waiting, p.delivered, p.handed_over, p.failed, p.suspended, p.excluded FROM ";

    /** What comes after a position in a list that has the newest first. */
    private static final String AFTER = " AND (p.received_at < :received OR (p.received_at = :received AND p.id < :id))"
            + " ORDER BY p.received_at DESC, p.id DESC FETCH FIRST :rows ROWS ONLY";

    private static final Comparator<PostingSummary> NEWEST_FIRST = Comparator.comparing(PostingSummary::receivedAt)
            .thenComparing(posting -> posting.id().toString())
            .reversed();

    private final Handle handle;

    SummaryTable(Handle handle) {
        this.handle = handle;
    }

    /** Returns postings of a group. If a member is wanted, some may be without it, but none with it is missing. */
    List<PostingSummary> list(long group, PostingFilter filter, PostingPosition after, int rows) {
        Map<String, Object> parameters = new HashMap<>(after.parameters());
        parameters.put("group", group);
        parameters.put("rows", rows);
        return summaries(
                COLUMNS + "posting_group g JOIN posting p ON p.id = g.posting_id WHERE g.group_id = :group"
                        + " AND p.state IN " + PostingState.SEEN + condition(filter, parameters)
                        + AFTER.replace("p.received_at", "g.received_at").replace("p.id", "g.posting_id"),
                parameters);
    }

    private static String condition(PostingFilter filter, Map<String, Object> parameters) {
        StringBuilder condition = new StringBuilder();
        if (!filter.query().findsAll()) {
            condition.append(" AND ").append(SearchText.condition(filter.query(), "p.search_text"));
            parameters.putAll(SearchText.words(filter.query()));
        }
        if (!filter.messageId().isEmpty()) {
            condition.append(" AND p.message_id IN (:messageId, :bracketed)");
            parameters.put("messageId", filter.messageId());
            parameters.put("bracketed", "<" + filter.messageId() + ">");
        }
        filter.member().ifPresent(member -> {
            condition.append(" AND EXISTS (SELECT 1 FROM posting_chunk c WHERE c.posting_id = p.id"
                    + " AND c.first_key <= :memberKey AND c.last_key >= :memberKey)");
            parameters.put("memberKey", PackedRecipients.searchKey(member));
        });
        return condition.toString();
    }

    /** Reads the first rows of each state by itself, since the index has the states one after the other. */
    List<PostingSummary> list(Set<PostingProgress> progress, PostingPosition after, int rows) {
        return progress.stream()
                .flatMap(one -> list(one, after, rows).stream())
                .sorted(NEWEST_FIRST)
                .limit(rows)
                .toList();
    }

    private List<PostingSummary> list(PostingProgress progress, PostingPosition after, int rows) {
        Map<String, Object> parameters = new HashMap<>(after.parameters());
        parameters.put("state", progress.text());
        parameters.put("rows", rows);
        return summaries(COLUMNS + "posting p WHERE p.state = :state" + AFTER, parameters);
    }

    /** Returns the postings of an author. */
    List<PostingSummary> listOf(String author, PostingPosition after, int rows) {
        if (author.isEmpty()) {
            return List.of();
        }
        Map<String, Object> parameters = new HashMap<>(after.parameters());
        parameters.put("author", PostingTable.authorKey(author));
        parameters.put("rows", rows);
        return summaries(
                COLUMNS + "posting p WHERE p.author_key = :author AND p.state IN " + PostingState.SEEN
                        + AFTER.replace("ORDER BY ", "ORDER BY p.author_key DESC, "),
                parameters);
    }

    /** Returns the newest posting of an author in a group. */
    Optional<PostingSummary> last(long group, String author) {
        if (author.isEmpty()) {
            return Optional.empty();
        }
        return summaries(
                        COLUMNS + "posting p WHERE p.author_key = :author AND p.state IN " + PostingState.SEEN
                                + " AND EXISTS (SELECT 1 FROM posting_group g"
                                + " WHERE g.posting_id = p.id AND g.group_id = :group)"
                                + " ORDER BY p.author_key DESC, p.received_at DESC, p.id DESC FETCH FIRST 1 ROWS ONLY",
                        Map.of("author", PostingTable.authorKey(author), "group", group))
                .stream()
                .findFirst();
    }

    Optional<PostingSummary> find(UUID id) {
        return summaries(
                        COLUMNS + "posting p WHERE p.id = :id AND p.state IN " + PostingState.SEEN,
                        Map.of("id", id.toString()))
                .stream()
                .findFirst();
    }

    private List<PostingSummary> summaries(String sql, Map<String, Object> parameters) {
        List<Row> rows = handle.createQuery(sql)
                .bindMap(parameters)
                .map((row, context) -> Row.of(row))
                .list();
        Map<UUID, Set<Long>> groups = new HashMap<>();
        Bulk.query(
                        handle,
                        "SELECT posting_id, group_id FROM posting_group WHERE posting_id IN (:each)",
                        rows.stream().map(Row::id).toList(),
                        query -> query.map(
                                (row, context) -> Map.entry(Cells.uuid(row, "posting_id"), row.getLong("group_id"))))
                .forEach(entry -> groups.computeIfAbsent(entry.getKey(), id -> new HashSet<>())
                        .add(entry.getValue()));
        List<PostingSummary> summaries = new ArrayList<>();
        rows.forEach(row -> summaries.add(row.summary(groups.getOrDefault(row.id(), Set.of()))));
        return summaries;
    }

    private record Row(
            UUID id,
            String author,
            String subject,
            String messageId,
            Instant receivedAt,
            long bytes,
            PostingProgress progress,
            PostingSummary.Recipients recipients) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    Cells.uuid(row, "id"),
                    row.getString("author"),
                    row.getString("subject"),
                    row.getString("message_id"),
                    Cells.instant(row, "received_at"),
                    row.getLong("size_bytes"),
                    PostingProgress.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                    new PostingSummary.Recipients(
                            row.getLong("waiting"),
                            row.getLong("delivered"),
                            row.getLong("handed_over"),
                            row.getLong("failed"),
                            row.getLong("suspended"),
                            row.getLong("excluded")));
        }

        PostingSummary summary(Set<Long> groups) {
            return new PostingSummary(
                    id,
                    author,
                    subject,
                    messageId,
                    receivedAt,
                    bytes,
                    groups,
                    progress,
                    progress == PostingProgress.CANCELLED ? withNobodyWaiting() : recipients);
        }

        private PostingSummary.Recipients withNobodyWaiting() {
            return new PostingSummary.Recipients(
                    0,
                    recipients.delivered(),
                    recipients.handedOver(),
                    recipients.failed() + recipients.waiting(),
                    recipients.suspended(),
                    recipients.excluded());
        }
    }
}
