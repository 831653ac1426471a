// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import com.google.common.collect.Iterators;
import com.google.common.collect.Streams;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.Export;
import org.mailgroups.choice.MemberChoice;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.exclusion.Exclusion;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.json.Json;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Writes all groups and profiles as one JSON document, with a line for each group, member and profile:
 *
 * <pre>{@code
 * {"version":1,"groups":[
 * {"group":{"address":"team@example.org",...},"members":[
 * {"address":"bob@example.org","name":"Bob","addedAt":"2026-01-02T03:04:05.678Z"}
 * ],"exclusions":[
 * {"member":"carol@example.org","addedAt":"2026-01-02T03:04:05.678Z"}
 * ],"choices":[
 * {"member":"bob@example.org","delivery":"none","ownCopy":true}
 * ]}
 * ],"profiles":[
 * {"user":"bob@example.org","name":"Bob Brown","identifier":"12345678Z"}
 * ]}
 * }</pre>
 *
 * <p>A group is as {@code GET /groups/{address}} shows it. A member's name is the membership's own, and
 * {@code contact} is the shared contact that the member follows; contacts themselves are not in the file.
 *
 * <p>One page of members is in memory at a time, so a change during the writing may be in the file or not.
 * Thread-safe.
 */
public final class BackupFile {
    /** The version of the form. */
    static final int VERSION = 1;

    private final GroupRepository groups;
    private final GroupArchive archive;
    private final ProfileRepository profiles;
    private final ContactMemberships memberships;
    private final AuditTrail audit;

    @Inject
    public BackupFile(
            GroupRepository groups,
            GroupArchive archive,
            ProfileRepository profiles,
            ContactMemberships memberships,
            AuditTrail audit) {
        this.groups = groups;
        this.archive = archive;
        this.profiles = profiles;
        this.memberships = memberships;
        this.audit = audit;
    }

    /** Returns the document, piece by piece. */
    public Stream<String> pieces(Principal principal) {
        Rights.require(principal, Act.BACK_UP);
        Export export = audit.export(principal, "backup-exported");
        Iterator<String> document = Iterators.concat(
                Iterators.singletonIterator("{\"version\":" + VERSION + ",\"groups\":["),
                groupPieces(export),
                Iterators.singletonIterator("\n],\"profiles\":["),
                Iterators.concat(profilePieces(export), Iterators.singletonIterator("\n]}\n")));
        return export.of(Streams.stream(document));
    }

    private Iterator<String> groupPieces(Export export) {
        Iterator<List<Group>> pages = Page.all(page -> groups.list(GroupFilter.all(), page))
                .map(page -> export.counted("groups", page))
                .iterator();
        Iterator<Group> all = Iterators.concat(Iterators.transform(pages, List::iterator));
        Separator separator = new Separator();
        return Iterators.concat(Iterators.transform(all, group -> pieces(export, separator.next(), group)));
    }

    private Iterator<String> profilePieces(Export export) {
        return array(
                Page.all(page -> profiles.search("", page)).map(page -> export.counted("profiles", page)),
                ProfileEntry::of);
    }

    private Iterator<String> pieces(Export export, String separator, Group group) {
        return Iterators.concat(
                Iterators.singletonIterator(
                        separator + "{\"group\":" + Json.write(BackupGroup.of(group)) + ",\"members\":["),
                array(
                        Page.all(page -> members(group.id(), page)).map(page -> export.counted("members", page)),
                        MemberEntry::of),
                Iterators.singletonIterator("\n],\"exclusions\":["),
                Iterators.concat(
                        array(Page.all(page -> exclusions(group.id(), page)), ExclusionEntry::of),
                        Iterators.singletonIterator("\n],\"choices\":["),
                        array(Page.all(page -> choices(group.id(), page)), ChoiceEntry::of),
                        Iterators.singletonIterator("\n]}")));
    }

    private Page<Exclusion> exclusions(long group, PageRequest page) {
        try {
            return archive.exclusions(group, page);
        } catch (NotFoundException e) {
            return Page.empty();
        }
    }

    private Page<MemberChoice> choices(long group, PageRequest page) {
        try {
            return archive.choices(group, page);
        } catch (NotFoundException e) {
            return Page.empty();
        }
    }

    private Page<BackupMember> members(long group, PageRequest page) {
        try {
            Page<StoredMember> members = archive.members(group, page);
            Map<Address, UUID> contacts = memberships.contactsAt(
                    group, members.items().stream().map(StoredMember::address).toList());
            return members.map(member -> new BackupMember(member, Optional.ofNullable(contacts.get(member.address()))));
        } catch (NotFoundException e) {
            // The group was disbanded meanwhile: without members it is as good as gone.
            return Page.empty();
        }
    }

    private static <T> Iterator<String> array(Stream<List<T>> pages, Function<T, Object> entry) {
        Separator separator = new Separator();
        return pages.map(page -> page.stream()
                        .map(item -> separator.next() + Json.write(entry.apply(item)))
                        .collect(Collectors.joining()))
                .iterator();
    }

    /** Separates elements: with a line break, and with a comma before all but the first. */
    private static final class Separator {
        private boolean first = true;

        String next() {
            String separator = first ? "\n" : ",\n";
            first = false;
            return separator;
        }
    }
}
