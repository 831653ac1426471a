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
package org.mailgroups.plugin.linkage;

/**
 * What a class needs from another one.
 *
 * @param owner the internal name of the class that has it ({@code java/lang/String})
 * @param name the member's name; empty for a type
 * @param descriptor the member's descriptor; empty for a type
 */
public record Reference(Kind kind, String owner, String name, String descriptor) {
    /** What is needed: the class itself, or a member of it. */
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
