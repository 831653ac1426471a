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

/**
 * Who asks: every service call carries one, for its rights and for the audit trail.
 *
 * @param name the authenticated name: today the subject of the webadmin token
 * @param postmaster whether it is a postmaster, who may do everything
 */
public record Principal(String name, boolean postmaster) {
    public Principal {
        name = Text.line("principal", name, Address.MAX_OCTETS);
    }

    /** Somebody with the rights that are somebody's own. */
    public Principal(String name) {
        this(name, false);
    }

    /** The holder of an administrator's token of James. */
    public static Principal postmaster(String name) {
        return new Principal(name, true);
    }
}
