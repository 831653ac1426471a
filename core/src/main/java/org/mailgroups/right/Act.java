// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.right;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The table of who may do what: each act, and the relations that give the right to it. A postmaster may do everything,
 * and so an act without a relation is for postmasters only. Whoever is in no relation may do nothing.
 */
public enum Act {
    LIST_GROUPS("list and export all groups"),
    CREATE_GROUP("create a group"),
    CREATE_OWN_GROUP("create a group of their own, if `members.create` lets them", Relation.USER),
    MOVE_GROUP("give a group another address"),
    TAKE_OVER_GROUPS("take over the groups of the mail server"),
    BACK_UP("back up and restore groups and profiles"),
    MANAGE_PROFILES("manage profiles"),
    MANAGE_CONTACTS("manage shared contacts"),
    SEE_UNSHARED_CONTACTS("see contacts that are not shared"),
    SEE_IDENTIFIERS("see the identifiers of people"),
    CHANGE_MEMBERSHIPS("change an address in all its groups"),
    MANAGE_POSTINGS("manage postings"),
    EXPLAIN("ask what would happen to a message"),
    RUN_DELETION("carry out a long deletion"),
    USE_ADDRESS_BOOK("use the address book", Relation.USER),
    SEE_OWN_TASKS("see how far the imports are that they have begun", Relation.USER),

    READ_OWN_POSTINGS("see what became of these messages", Relation.SELF),
    READ_CORRESPONDENCE("read this correspondence", Relation.SELF),
    LIST_MEMBERSHIPS("list these memberships", Relation.SELF),
    MANAGE_APP_PASSWORDS("manage these app passwords", Relation.SELF),

    READ_GROUP("read its settings", Relation.ADMINISTRATOR),
    CHANGE_GROUP("change it", Relation.ADMINISTRATOR),
    CHANGE_MEMBERS("change its members", Relation.ADMINISTRATOR),
    IMPORT_MEMBERS("import members", Relation.ADMINISTRATOR),
    NEST_GROUP("make it a member of another group", Relation.ADMINISTRATOR),
    DISBAND_GROUP("disband it", Relation.ADMINISTRATOR),
    MODERATE("see and decide about its held messages", true, Relation.ADMINISTRATOR),
    JOIN("join it, or ask to, as its join says", true, Relation.USER, Relation.SELF),
    DECIDE_JOIN("see and decide about requests to join it", true, Relation.ADMINISTRATOR),
    LEAVE("leave it", true, Relation.MEMBER),
    CHOOSE_DELIVERY("choose what one gets of it", Relation.MEMBER),
    /** If the group's {@code memberVisibility} is {@code anyone}. The next two are for its other values. */
    LIST_MEMBERS_SHOWN_TO_ANYONE("list its members", Relation.USER),
    LIST_MEMBERS_SHOWN_TO_MEMBERS("list its members", Relation.MEMBER, Relation.ADMINISTRATOR),
    LIST_MEMBERS_SHOWN_TO_ADMINISTRATORS("list its members", Relation.ADMINISTRATOR),
    /** If the group's {@code sendAs} is {@code members}. The next one is for {@code administrators}. */
    SEND_AS_WHERE_MEMBERS_MAY("write in its name", Relation.MEMBER, Relation.ADMINISTRATOR),
    SEND_AS_WHERE_ADMINISTRATORS_MAY("write in its name", Relation.ADMINISTRATOR);

    private final String words;
    private final boolean byLink;
    private final ImmutableList<Relation> relations;

    Act(String words, Relation... relations) {
        this(words, false, relations);
    }

    Act(String words, boolean byLink, Relation... relations) {
        this.words = words;
        this.byLink = byLink;
        this.relations = ImmutableList.copyOf(relations);
    }

    /** Returns the act as what comes after "may". "It" is the group or the person. */
    public String words() {
        return words;
    }

    /** Returns whether the relation gives the right. */
    public boolean isFor(Relation relation) {
        return relations.contains(relation);
    }

    /** Returns whether a link can carry the right of its person. */
    public boolean isByLink() {
        return byLink;
    }

    /** Returns the relations that give the right, the farthest first. */
    List<Relation> relations() {
        return relations;
    }
}
