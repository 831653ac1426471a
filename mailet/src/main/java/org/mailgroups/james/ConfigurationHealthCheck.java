// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.io.FileNotFoundException;
import java.util.List;
import javax.inject.Inject;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.utils.PropertiesProvider;
import org.mailgroups.james.installation.Installation;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells whether James' configuration has what the plugin needs, and has it once. It is an entry of {@code
 * additional.healthchecks} in {@code healthcheck.properties}.
 */
public final class ConfigurationHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("GroupsConfiguration");

    private final PropertiesProvider properties;
    private final ConfigurationProvider files;

    @Inject
    public ConfigurationHealthCheck(PropertiesProvider properties, ConfigurationProvider files) {
        this.properties = properties;
        this.files = files;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::compare).subscribeOn(Schedulers.boundedElastic());
    }

    private Result compare() {
        try {
            List<String> faults = new Installation(
                            properties("extensions"),
                            properties("healthcheck"),
                            properties("webadmin"),
                            properties("groups"),
                            files.getConfiguration("mailetcontainer"),
                            files.getConfiguration("smtpserver"),
                            files.getConfiguration("mailrepositorystore"))
                    .faults();
            return faults.isEmpty() ? Result.healthy(NAME) : Result.degraded(NAME, String.join("; ", faults));
        } catch (ConfigurationException e) {
            return Result.unhealthy(NAME, "the configuration cannot be read", e);
        }
    }

    private Configuration properties(String name) throws ConfigurationException {
        try {
            return properties.getConfiguration(name);
        } catch (FileNotFoundException e) {
            return new BaseConfiguration();
        }
    }
}
