// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.mailet.MailetContext;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.value.StoreUnavailableException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells whether somebody gets the mail to the postmaster. Such mail is accepted in any case (RFC 5321 4.5.1). Anybody
 * may ask, so the answer names no address.
 *
 * <p>It is an entry of {@code additional.healthchecks} in {@code healthcheck.properties}.
 */
public final class PostmasterHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Postmaster");

    private final MailetContext context;
    private final RecipientRewriteTable mappings;
    private final GroupLookup groups;

    @Inject
    public PostmasterHealthCheck(MailetContext context, RecipientRewriteTable mappings, GroupLookup groups) {
        this.context = context;
        this.mappings = mappings;
        this.groups = groups;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::findPostmaster).subscribeOn(Schedulers.boundedElastic());
    }

    private Result findPostmaster() {
        MailAddress postmaster = context.getPostmaster();
        try {
            return isReachable(postmaster)
                    ? Result.healthy(NAME)
                    : Result.degraded(
                            NAME,
                            "nobody has the address that <postmaster> in mailetcontainer.xml names: mail to the"
                                    + " postmaster is set aside. Name a user there");
        } catch (ErrorMappingException e) {
            return Result.degraded(
                    NAME, "the mapping of the address that <postmaster> in mailetcontainer.xml names is an error");
        } catch (StoreUnavailableException | RecipientRewriteTableException e) {
            return Result.unhealthy(NAME, "whether somebody is the postmaster cannot be checked", e);
        }
    }

    private boolean isReachable(MailAddress postmaster) throws RecipientRewriteTableException, ErrorMappingException {
        return !context.isLocalServer(postmaster.getDomain())
                || context.isLocalEmail(postmaster)
                || !mappings.getResolvedMappings(postmaster.getLocalPart(), postmaster.getDomain())
                        .isEmpty()
                || MailAddresses.parse(postmaster.asString())
                        .flatMap(groups::find)
                        .isPresent();
    }
}
