// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupDraft;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.TooManyMembersException;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.JsonValue;

/** Reads the JSON bodies of the calls about groups. */
final class GroupBodies {
    /** The most members in the call that creates a group. */
    static final int MAX_MEMBERS = 10_000;

    /** Room for {@value #MAX_MEMBERS} members with long names. */
    private static final int MAX_GROUP_BYTES = 8 << 20;

    /** Room for a thousand allowed senders, a hundred administrators and a description with every character escaped. */
    private static final int MAX_CHANGE_BYTES = 512 << 10;

    /** The most members in a call that adds or removes some. */
    static final int MAX_CHANGED_MEMBERS = 1000;

    /** Room for {@value #MAX_CHANGED_MEMBERS} members with long names. */
    private static final int MAX_CHANGE_OF_MEMBERS_BYTES = 1 << 20;

    private static final int MAX_MEMBER_BYTES = 16 << 10;

    private static final String NAME = "name";
    private static final String ADDRESS = "address";
    private static final String DESCRIPTION = "description";
    private static final String ADMINISTRATORS = "administrators";
    private static final String MEMBERS = "members";
    private static final String SETTINGS = "settings";

    private GroupBodies() {}

    /** {@code {"name","description"?,"administrators":[..]?,"members":[..]?,"settings":{..}?}}. */
    static GroupDraft draft(Call call, Address address) {
        DraftFields fields = new DraftFields();
        call.readObject(
                MAX_GROUP_BYTES,
                Map.of(
                        NAME, value -> fields.name = value.text(),
                        DESCRIPTION, value -> fields.description = value.text(),
                        ADMINISTRATORS, value -> fields.administrators = Group.requireSome(addresses(value)),
                        MEMBERS, value -> value.elements(element -> fields.add(member(element))),
                        SETTINGS,
                                value -> fields.settings =
                                        SettingsBody.read(value).apply(GroupSettings.DEFAULT)));
        if (fields.name == null) {
            throw new InvalidValueException("name is missing");
        }
        return new GroupDraft(
                address, fields.name, fields.description, fields.administrators, fields.members, fields.settings);
    }

    /** Any of {@code {"name","description","administrators","address","settings"}}. */
    static GroupChange change(Call call) {
        Changes changes = new Changes();
        call.readObject(
                MAX_CHANGE_BYTES,
                Map.of(
                        NAME, value -> changes.change = changes.change.withName(value.text()),
                        DESCRIPTION, value -> changes.change = changes.change.withDescription(value.text()),
                        ADMINISTRATORS, value -> changes.change = changes.change.withAdministrators(addresses(value)),
                        ADDRESS, value -> changes.change = changes.change.withAddress(value.textAs(Address::parse)),
                        SETTINGS, value -> changes.change = changes.change.withSettings(SettingsBody.read(value))));
        return changes.change;
    }

    /** {@code {"name"?}}, or no body at all. */
    static NewMember member(Call call, Address address) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, Consumer<JsonValue>> readings = Map.of(NAME, value -> fields.put(NAME, value.text()));
        call.readObjectIfPresent(MAX_MEMBER_BYTES, readings);
        return new NewMember(address, fields.getOrDefault(NAME, ""));
    }

    /** No body, or an object without fields: of a contact, name and all come from the contact. */
    static void requireEmpty(Call call) {
        call.readObjectIfPresent(MAX_MEMBER_BYTES, Map.of());
    }

    /** {@code [..]} of members, each an address or {@code {"address","name"?}}. */
    static List<NewMember> members(Call call) {
        List<NewMember> members = new ArrayList<>();
        call.readArray(MAX_CHANGE_OF_MEMBERS_BYTES, element -> {
            if (members.size() == MAX_CHANGED_MEMBERS) {
                throw new TooManyMembersException(MAX_CHANGED_MEMBERS + 1, MAX_CHANGED_MEMBERS);
            }
            members.add(member(element));
        });
        return members;
    }

    private static List<Address> addresses(JsonValue value) {
        List<Address> addresses = new ArrayList<>();
        value.elements(element -> addresses.add(element.textAs(Address::parse)));
        return addresses;
    }

    /** An address, or {@code {"address","name"?}}. */
    private static NewMember member(JsonValue element) {
        if (element.isText()) {
            return NewMember.of(element.textAs(Address::parse));
        }
        if (!element.isObject()) {
            throw new InvalidValueException(element.path() + " must be text or an object");
        }
        MemberFields fields = new MemberFields();
        element.fields(Map.of(
                ADDRESS, value -> fields.address = value.textAs(Address::parse),
                NAME, value -> fields.name = value.text()));
        if (fields.address == null) {
            throw new InvalidValueException(element.path() + ".address is missing");
        }
        return Field.named(element.path(), () -> new NewMember(fields.address, fields.name));
    }

    /** What has been read of a group so far. */
    private static final class DraftFields {
        private String name;
        private String description = "";
        private List<Address> administrators = List.of();
        private GroupSettings settings = GroupSettings.DEFAULT;
        private final List<NewMember> members = new ArrayList<>();

        void add(NewMember member) {
            if (members.size() == MAX_MEMBERS) {
                throw new TooManyMembersException(MAX_MEMBERS + 1, MAX_MEMBERS);
            }
            members.add(member);
        }
    }

    /** What has been read of a change so far. */
    private static final class Changes {
        private GroupChange change = GroupChange.nothing();
    }

    /** What has been read of a member so far. */
    private static final class MemberFields {
        private Address address;
        private String name = "";
    }
}
