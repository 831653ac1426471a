// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

/**
 * A reference of one class to another, or to a member of it.
 *
 * @param owner the internal name of the class that has it ({@code java/lang/String})
 * @param name the member's name; empty for a type
 * @param descriptor the member's descriptor; empty for a type
 */
public record Reference(Kind kind, String owner, String name, String descriptor) {
    /** What is referred to: the class itself, or a member of it. */
    public enum Kind {
        TYPE,
        FIELD,
        METHOD
    }

    static Reference type(String owner) {
        return new Reference(Kind.TYPE, owner, "", "");
    }

    @Override
    public String toString() {
        return kind == Kind.TYPE ? owner : owner + "." + name + descriptor;
    }
}
