// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.List;
import org.mailgroups.group.NewMember;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;
import org.mailgroups.value.TooManyEntriesException;

/** A member in a list. In JSON it is an object, or the address alone. */
@JsonClassDescription("text or an object")
public record MemberBody(Address address, Given<String> name) {
    /** Room for {@value #MAX_CHANGED} members with long names. */
    public static final int MAX_LIST_BYTES = 1 << 20;

    /** The greatest number of members that one call adds or removes. */
    public static final int MAX_CHANGED = 1000;

    @JsonCreator
    public MemberBody {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static MemberBody of(String address) {
        return new MemberBody(Address.parse(address), Given.absent());
    }

    /**
     * Returns the members of a body's list {@code members}.
     *
     * @throws TooManyEntriesException if there are more than {@code max}
     */
    static List<NewMember> members(List<MemberBody> bodies, int max) {
        return members("members", bodies, max);
    }

    /** Returns the members of a body that is a list of at most {@value #MAX_CHANGED} members. */
    public static List<NewMember> changed(List<MemberBody> bodies) {
        return members("", bodies, MAX_CHANGED);
    }

    private static List<NewMember> members(String field, List<MemberBody> bodies, int max) {
        TooManyEntriesException.check("members", bodies, max);
        List<NewMember> members = new ArrayList<>(bodies.size());
        for (MemberBody body : bodies) {
            String path = field + "[" + members.size() + "]";
            members.add(Field.named(path, () -> new NewMember(body.address, body.name.orElse(""))));
        }
        return members;
    }
}
