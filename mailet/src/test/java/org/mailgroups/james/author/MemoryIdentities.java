// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.CanSendFrom;
import org.mailgroups.james.directory.Aliases;
import org.mailgroups.value.Address;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Users' aliases and delegations in memory, for tests. */
public final class MemoryIdentities implements Aliases, CanSendFrom {
    private final SetMultimap<Username, Username> aliases = HashMultimap.create();
    private final SetMultimap<Username, Username> delegations = HashMultimap.create();

    public MemoryIdentities alias(String user, String alias) {
        aliases.put(Username.of(user), Username.of(alias));
        return this;
    }

    public MemoryIdentities delegation(String user, String mayWriteAs) {
        delegations.put(Username.of(user), Username.of(mayWriteAs));
        return this;
    }

    @Override
    public Set<Address> of(Username user) {
        return aliases.get(user).stream()
                .map(alias -> Address.parse(alias.asString()))
                .collect(Collectors.toSet());
    }

    private static MailAddress mailAddress(Username username) {
        try {
            return username.asMailAddress();
        } catch (AddressException e) {
            throw new IllegalArgumentException("no address: " + username.asString(), e);
        }
    }

    @Override
    public boolean userCanSendFrom(Username connectedUser, Username fromUser) {
        return connectedUser.equals(fromUser)
                || aliases.containsEntry(connectedUser, fromUser)
                || delegations.containsEntry(connectedUser, fromUser);
    }

    @Override
    public Publisher<Boolean> userCanSendFromReactive(Username connectedUser, Username fromUser) {
        return Mono.just(userCanSendFrom(connectedUser, fromUser));
    }

    @Override
    public Stream<MailAddress> allValidFromAddressesForUser(Username user) {
        return aliases.get(user).stream().map(MemoryIdentities::mailAddress);
    }
}
