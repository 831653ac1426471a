// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

/**
 * A field or method that a class declares.
 *
 * @param access the access flags of the class file
 */
record Member(String name, String descriptor, int access, boolean method) {
    boolean is(int flag) {
        return (access & flag) != 0;
    }

    boolean matches(Reference reference) {
        return method == (reference.kind() == Reference.Kind.METHOD)
                && name.equals(reference.name())
                && descriptor.equals(reference.descriptor());
    }
}
