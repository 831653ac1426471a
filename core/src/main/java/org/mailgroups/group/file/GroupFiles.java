// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.file;

import com.google.common.collect.Iterators;
import com.google.common.collect.Streams;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.csv.CsvWriter;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Member;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * The CSV file of all groups, for people and spreadsheets. It cannot be imported; the backup can. A page of groups and
 * a page of members are in memory at a time, although all members of a group are in one cell. Thread-safe.
 */
public final class GroupFiles {
    private static final String HEADER = CsvWriter.line("Address", "Name", "Description", "Administrators", "Members");

    private final GroupRepository groups;

    @Inject
    public GroupFiles(GroupRepository groups) {
        this.groups = groups;
    }

    /**
     * Returns the lines of the file: all groups, by address.
     *
     * @throws NotFoundException if there are none
     */
    public Stream<String> groups(Principal principal) {
        Rights.require(principal, Act.LIST_GROUPS);
        if (groups.list(GroupFilter.all(), PageRequest.first(1)).items().isEmpty()) {
            throw new NotFoundException("there are no groups");
        }
        Iterator<List<Group>> pages =
                Page.all(page -> groups.list(GroupFilter.all(), page)).iterator();
        Iterator<Group> all = Iterators.concat(Iterators.transform(pages, List::iterator));
        // Not flatMap of a Stream: that would put all pieces of a group into memory.
        return Stream.concat(
                Stream.of(HEADER), Streams.stream(Iterators.concat(Iterators.transform(all, this::pieces))));
    }

    private Iterator<String> pieces(Group group) {
        List<String> cells = List.of(
                group.address().toString(), group.name(), group.description(), CsvCell.joined(group.administrators()));
        Iterator<String> members = memberCells(group.id());
        String first = members.next();
        if (!members.hasNext()) {
            return Iterators.singletonIterator(CsvWriter.lineOf(
                    Stream.concat(cells.stream(), Stream.of(first)).toList()));
        }
        return Iterators.concat(
                Iterators.singletonIterator(CsvWriter.lineStart(cells, first)),
                Iterators.transform(members, next -> CsvWriter.more(CsvCell.SEPARATOR + next)),
                Iterators.singletonIterator(CsvWriter.lineEnd()));
    }

    /** Returns the content of the cell of members, a page at a time; at least one piece. */
    private Iterator<String> memberCells(long group) {
        return Page.all(page -> members(group, page))
                .map(page -> CsvCell.joined(page.stream().map(Member::address).toList()))
                .iterator();
    }

    private Page<Member> members(long group, PageRequest page) {
        try {
            return groups.members(group, page);
        } catch (NotFoundException e) {
            // The group was disbanded after its line had begun. The file of all groups goes on.
            return Page.empty();
        }
    }
}
