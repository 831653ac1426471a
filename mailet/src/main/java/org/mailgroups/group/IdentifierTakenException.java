/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.group;

/** An identifier that another profile, or a shared contact, has already. */
public final class IdentifierTakenException extends GroupException {
    private static final long serialVersionUID = 1L;

    public IdentifierTakenException(String identifier, Address owner) {
        this(identifier, owner.toString());
    }

    /** @param owner who has it, in words */
    public IdentifierTakenException(String identifier, String owner) {
        super("the identifier " + identifier + " is already that of " + owner);
    }
}
