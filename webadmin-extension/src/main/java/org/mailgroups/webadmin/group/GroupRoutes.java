// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.call.view.GroupChangeBody;
import org.mailgroups.call.view.MemberBody;
import org.mailgroups.call.view.MemberNameBody;
import org.mailgroups.call.view.MemberView;
import org.mailgroups.call.view.NewGroupBody;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupService;
import org.mailgroups.group.NewMember;
import org.mailgroups.membership.CandidateService;
import org.mailgroups.membership.ContactMemberService;
import org.mailgroups.membership.MemberImports;
import org.mailgroups.membership.MemberKind;
import org.mailgroups.membership.MemberService;
import org.mailgroups.membership.MemberState;
import org.mailgroups.membership.RecipientService;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.Id;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.AwaitLimit;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.imports.ImportEndpoints;
import org.mailgroups.webadmin.imports.ImportInformation;
import org.mailgroups.webadmin.imports.ImportSubject;
import org.mailgroups.webadmin.task.DeletionTasks;
import spark.Service;

/**
 * Routes below {@code /groups}: groups, their members, candidates for membership, and the recipients of a message.
 *
 * <pre>{@code
 * curl -X PUT -H "Authorization: Bearer $(cat var/admin.jwt)" -H 'Content-Type: application/json' \
 *   -d '{"name":"Team","administrators":["alice@example.org"],"members":["bob@example.org"]}' \
 *   http://127.0.0.1:8000/groups/team@example.org
 * }</pre>
 *
 * <p>{@code docs/http.md} describes all routes and their errors.
 */
public final class GroupRoutes implements Routes {
    public static final String BASE_PATH = "/groups";

    private static final String ADDRESS = "address";
    private static final String MEMBER = "member";

    /** The mark before the id of a contact, at the place of a member's address. No address has a colon. */
    private static final String CONTACT = "contact:";

    private static final String TEXT = "q";
    private static final String KIND = "kind";
    private static final String STATE = "state";

    /** The kinds that members have. */
    private static final List<String> MEMBER_KINDS = Stream.of(
                    MemberKind.USER, MemberKind.GROUP, MemberKind.EXTERNAL, MemberKind.UNKNOWN)
            .map(MemberKind::word)
            .toList();

    private static final String DOMAIN = "domain";
    private static final String ADMINISTRATOR = "administrator";

    private final GroupService groups;
    private final MemberService members;
    private final ContactMemberService contactMembers;
    private final CandidateService candidates;
    private final RecipientService recipients;
    private final ExclusionEndpoints exclusions;
    private final BounceEndpoints bounces;
    private final ModerationEndpoints moderation;
    private final FileEndpoints files;
    private final TaskEndpoints tasks;
    private final ImportEndpoints imports;
    private final MemberImports memberImports;
    private final DeletionTasks deletions;

    @Inject
    public GroupRoutes(
            GroupService groups,
            MemberService members,
            ContactMemberService contactMembers,
            CandidateService candidates,
            RecipientService recipients,
            ExclusionEndpoints exclusions,
            BounceEndpoints bounces,
            ModerationEndpoints moderation,
            FileEndpoints files,
            TaskEndpoints tasks,
            ImportEndpoints imports,
            MemberImports memberImports,
            DeletionTasks deletions) {
        this.groups = groups;
        this.members = members;
        this.contactMembers = contactMembers;
        this.candidates = candidates;
        this.recipients = recipients;
        this.exclusions = exclusions;
        this.bounces = bounces;
        this.moderation = moderation;
        this.files = files;
        this.tasks = tasks;
        this.imports = imports;
        this.memberImports = memberImports;
        this.deletions = deletions;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        AwaitLimit.on(service);
        Endpoints endpoints = Endpoints.under(BASE_PATH, service);
        Endpoints versioned = endpoints.versioned();
        String limit = QueryParameters.LIMIT;
        String after = QueryParameters.AFTER;
        ImportSubject intoMembers = new ImportSubject(
                call -> memberImports.into(call.principal(), call.address(ADDRESS)),
                Call::csv,
                true,
                ImportInformation.Members.TYPE);

        // The first match wins, so a literal path must stand before a path with a parameter at the same place.
        files.define(endpoints);
        tasks.define(endpoints);
        imports.define(endpoints, "/:address", intoMembers);
        endpoints.get("", this::list, DOMAIN, TEXT, ADMINISTRATOR, limit, after);
        endpoints.get("/:address", this::get);
        versioned.put("/:address", this::create);
        versioned.patch("/:address", this::change);
        versioned.delete("/:address", this::disband);
        endpoints.get("/:address/members", this::listMembers, TEXT, KIND, STATE, limit, after);
        versioned.post(
                "/:address/members",
                imports.with(
                        new Actions().with("add", this::addMembers).with("remove", this::removeMembers), intoMembers));
        endpoints.get("/:address/members/:member", this::getMember);
        versioned.put("/:address/members/:member", this::addMember);
        versioned.delete("/:address/members/:member", this::removeMember);
        endpoints.get("/:address/candidates", this::listCandidates, TEXT, limit, after);
        endpoints.get("/:address/recipients", this::listRecipients, limit, after);
        exclusions.define(endpoints);
        bounces.define(endpoints);
        moderation.define(endpoints);
    }

    private Answer list(Call call) {
        QueryParameters query = call.query();
        GroupFilter filter = GroupFilter.all().containing(query.text(TEXT));
        GroupFilter inDomain = query.domain(DOMAIN).map(filter::inDomain).orElse(filter);
        GroupFilter wanted =
                query.address(ADMINISTRATOR).map(inDomain::administeredBy).orElse(inDomain);
        return Answer.ok(PageView.of(groups.list(call.principal(), wanted, call.page()), GroupView::of));
    }

    private Answer get(Call call) {
        return answer(call, groups.get(call.principal(), call.address(ADDRESS)));
    }

    private Answer create(Call call) {
        Address address = call.address(ADDRESS);
        if (call.isConditional()) {
            Group existing = groups.find(call.principal(), address)
                    .orElseThrow(() -> RefusedCallException.nothingToMatch("group " + address));
            existing.expected(call.expectedVersions());
        }
        Group created = groups.create(
                call.principal(),
                call.body(NewGroupBody.MAX_BYTES, NewGroupBody.class).draft(address));
        String location = Call.location(BASE_PATH, created.address().toString());
        return Answer.created(location, GroupView.of(created)).withVersion(created.version());
    }

    private Answer change(Call call) {
        Group changed = groups.change(
                call.principal(),
                call.address(ADDRESS),
                call.body(GroupChangeBody.MAX_BYTES, GroupChangeBody.class).change(),
                call.expectedVersions());
        return answer(call, changed);
    }

    private Answer answer(Call call, Group group) {
        return Answer.ok(GroupView.of(group, groups.clash(call.principal(), group)))
                .withVersion(group.version());
    }

    private Answer disband(Call call) {
        Principal principal = call.principal();
        Address address = call.address(ADDRESS);
        ExpectedVersions expected = call.expectedVersions();
        return deletions.answer(deletions.deletions().disband(principal, address, expected), () -> {
            groups.disband(principal, address, expected);
            return Answer.noContent();
        });
    }

    private Answer listMembers(Call call) {
        return Answer.ok(PageView.of(
                members.list(
                        call.principal(),
                        call.address(ADDRESS),
                        call.query().text(TEXT),
                        kind(call.query()),
                        state(call.query()),
                        call.page()),
                MemberView::of));
    }

    private static Optional<MemberKind> kind(QueryParameters query) {
        String word = query.oneOf(
                KIND, Stream.concat(Stream.of(""), MEMBER_KINDS.stream()).toArray(String[]::new));
        return word.isEmpty() ? Optional.empty() : Optional.of(MemberKind.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private static Optional<MemberState> state(QueryParameters query) {
        String word = query.oneOf(STATE, "", MemberState.ACTIVE.word(), MemberState.SUSPENDED.word());
        return word.isEmpty() ? Optional.empty() : Optional.of(MemberState.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private Answer getMember(Call call) {
        return Answer.ok(MemberView.of(members.get(call.principal(), call.address(ADDRESS), call.address(MEMBER))));
    }

    private Answer addMembers(Call call) {
        members.addAll(call.principal(), call.address(ADDRESS), members(call), call.expectedVersions());
        return Answer.noContent();
    }

    private static List<NewMember> members(Call call) {
        return MemberBody.changed(call.bodyList(MemberBody.MAX_LIST_BYTES, MemberBody.class));
    }

    private Answer removeMembers(Call call) {
        List<Address> removed = members(call).stream().map(NewMember::address).toList();
        members.removeAll(call.principal(), call.address(ADDRESS), removed, call.expectedVersions());
        return Answer.noContent();
    }

    private Answer addMember(Call call) {
        if (isContact(call)) {
            return addContact(call);
        }
        members.add(
                call.principal(),
                call.address(ADDRESS),
                call.optionalBody(MemberNameBody.MAX_BYTES, MemberNameBody.class)
                        .member(call.address(MEMBER)),
                call.expectedVersions());
        return Answer.noContent();
    }

    private static boolean isContact(Call call) {
        return call.text(MEMBER).startsWith(CONTACT);
    }

    private static UUID contact(Call call) {
        return Id.parse("contact", call.text(MEMBER).substring(CONTACT.length()));
    }

    private Answer addContact(Call call) {
        call.optionalBody(MemberNameBody.MAX_BYTES, MemberNameBody.None.class);
        contactMembers.add(call.principal(), call.address(ADDRESS), contact(call), call.expectedVersions());
        return Answer.noContent();
    }

    private Answer removeMember(Call call) {
        if (isContact(call)) {
            contactMembers.remove(call.principal(), call.address(ADDRESS), contact(call), call.expectedVersions());
            return Answer.noContent();
        }
        members.remove(call.principal(), call.address(ADDRESS), call.address(MEMBER), call.expectedVersions());
        return Answer.noContent();
    }

    private Answer listCandidates(Call call) {
        return Answer.ok(PageView.of(
                candidates.list(
                        call.principal(), call.address(ADDRESS), call.query().text(TEXT), call.page()),
                MemberView::of));
    }

    private Answer listRecipients(Call call) {
        return Answer.ok(
                PageView.of(recipients.list(call.principal(), call.address(ADDRESS), call.page()), RecipientView::of));
    }
}
