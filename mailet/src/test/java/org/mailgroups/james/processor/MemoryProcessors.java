// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.builder.BasicConfigurationBuilder;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.api.MailetLoader;
import org.apache.james.mailetcontainer.api.MatcherLoader;
import org.apache.james.mailetcontainer.impl.CompositeProcessorImpl;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.mailet.Mail;
import org.apache.mailet.Mailet;
import org.apache.mailet.MailetContext;
import org.apache.mailet.Matcher;
import org.apache.mailet.base.GenericMailet;

/** James' own mailet container, with processors and mailets of a test. */
public final class MemoryProcessors {
    /** What a mailet of a test does. */
    @FunctionalInterface
    public interface Service {
        void on(Mail mail) throws MessagingException;
    }

    private final Map<String, Mailet> mailets = new HashMap<>();
    private final Map<String, Matcher> matchers = new HashMap<>();

    /** Adds a mailet, under the name that a configuration has for it. */
    public MemoryProcessors mailet(String name, Mailet mailet) {
        mailets.put(name, mailet);
        return this;
    }

    /** Adds a mailet, under the name that a configuration has for it. */
    public MemoryProcessors mailet(String name, Service service) {
        return mailet(name, new GenericMailet() {
            @Override
            public void service(Mail mail) throws MessagingException {
                service.on(mail);
            }
        });
    }

    /** Adds a matcher, under the name that a configuration has for it. */
    public MemoryProcessors matcher(String name, Matcher matcher) {
        matchers.put(name, matcher);
        return this;
    }

    /**
     * Makes the container. The processors {@code root} and {@code error} are added if they are not there.
     *
     * @param processors the elements of {@code mailetcontainer.xml}
     */
    public MailProcessor with(String processors) {
        try {
            CompositeProcessorImpl container = Guice.createInjector(new AbstractModule() {
                        @Override
                        protected void configure() {
                            bind(MetricFactory.class).toInstance(new RecordingMetricFactory());
                            bind(MailetContext.class).toInstance(nowhere());
                            bind(MailetLoader.class).toInstance(config -> {
                                Mailet mailet = mailets.containsKey(config.getMailetName())
                                        ? mailets.get(config.getMailetName())
                                        : made(Mailet.class, "mailets", config.getMailetName());
                                mailet.init(config);
                                return mailet;
                            });
                            bind(MatcherLoader.class).toInstance(config -> {
                                Matcher matcher = matchers.containsKey(config.getMatcherName())
                                        ? matchers.get(config.getMatcherName())
                                        : made(Matcher.class, "matchers", config.getMatcherName());
                                matcher.init(config);
                                return matcher;
                            });
                        }
                    })
                    .getInstance(CompositeProcessorImpl.class);
            container.configure(configuration(processors));
            container.init();
            return container;
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static BaseHierarchicalConfiguration configuration(String processors) throws Exception {
        StringBuilder xml = new StringBuilder("<processors enableJmx=\"false\">").append(processors);
        Stream.of("root", "error")
                .filter(state -> !processors.contains("state=\"" + state + '"'))
                .forEach(state -> xml.append("<processor state=\"" + state + "\"/>"));
        XMLConfiguration read = new BasicConfigurationBuilder<>(XMLConfiguration.class).getConfiguration();
        new FileHandler(read).load(new StringReader(xml.append("</processors>").toString()));
        return read;
    }

    private static <T> T made(Class<T> type, String place, String name) throws MessagingException {
        try {
            String full = name.contains(".") ? name : "org.apache.james.transport." + place + '.' + name;
            return type.cast(Class.forName(full).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new MessagingException(name + " is not there", e);
        }
    }

    private static MailetContext nowhere() {
        return (MailetContext) Proxy.newProxyInstance(
                MemoryProcessors.class.getClassLoader(),
                new Class<?>[] {MailetContext.class},
                (proxy, method, arguments) -> {
                    throw new IllegalStateException("no mailet of a test needs " + method);
                });
    }
}
