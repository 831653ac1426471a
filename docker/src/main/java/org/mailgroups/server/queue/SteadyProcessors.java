// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.util.concurrent.ExecutionException;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.impl.CompositeProcessorImpl;
import org.apache.james.mailetcontainer.lib.AbstractStateCompositeProcessor;
import org.apache.mailet.Mail;

/**
 * James' processors, for a spooler that goes on. James catches what its mailets throw, but no {@link Error}: a mailet
 * whose stack overflows, or that does not find a class, would leave its mail with the spooler until the next start, and
 * take one of its few places for good. As an exception it is tried again some times, and then set aside in {@code
 * error}. Thread-safe.
 */
public final class SteadyProcessors extends AbstractStateCompositeProcessor {
    private final AbstractStateCompositeProcessor processors;

    @Inject
    SteadyProcessors(CompositeProcessorImpl processors) {
        this((AbstractStateCompositeProcessor) processors);
    }

    SteadyProcessors(AbstractStateCompositeProcessor processors) {
        this.processors = processors;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        try {
            processors.service(mail);
        } catch (Error e) {
            throw new MessagingException("a mailet has ended with " + e, new ExecutionException(e));
        }
    }

    @Override
    public MailProcessor getProcessor(String state) {
        return processors.getProcessor(state);
    }

    @Override
    public String[] getProcessorStates() {
        return processors.getProcessorStates();
    }

    @Override
    protected MailProcessor createMailProcessor(String state, HierarchicalConfiguration<ImmutableNode> configuration) {
        throw new IllegalStateException("James makes the processors");
    }
}
