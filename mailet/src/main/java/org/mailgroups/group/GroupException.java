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
 * The root of what can go wrong with groups. The messages are written for the caller's caller: they can be shown as they are. Nothing here
 * knows of HTTP or SMTP; each edge translates the permitted kinds in one table.
 */
public abstract sealed class GroupException extends RuntimeException
        permits AddressTakenException,
                ClashException,
                CyclicMembershipException,
                InvalidValueException,
                LastAdministratorException,
                NotAllowedException,
                NotFoundException,
                StaleVersionException,
                StoreUnavailableException,
                TooManyMembersException,
                IdentifierTakenException {
    private static final long serialVersionUID = 1L;

    protected GroupException(String message) {
        super(message);
    }

    protected GroupException(String message, Throwable cause) {
        super(message, cause);
    }
}
