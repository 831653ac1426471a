// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.mailgroups.james.aside.AsideRepositories;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Tells whether a repository of mail that is set aside is nearly full, so that somebody looks before the oldest mail
 * goes. It is an entry of {@code additional.healthchecks} in {@code healthcheck.properties}.
 */
public final class RepositoryRoomHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("RepositoryRoom");

    private final AsideRepositories repositories;

    @Inject
    public RepositoryRoomHealthCheck(AsideRepositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::verify);
    }

    private Result verify() {
        List<String> full = repositories.nearlyFull();
        return full.isEmpty()
                ? Result.healthy(NAME)
                : Result.degraded(
                        NAME, "little room is left, and the oldest mails will go: " + String.join("; ", full));
    }
}
