// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.lib.AbstractStateCompositeProcessor;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SteadyProcessorsTest {
    private final List<Mail> seen = new ArrayList<>();
    private Throwable failure;

    private final SteadyProcessors processors = new SteadyProcessors(new AbstractStateCompositeProcessor() {
        @Override
        public void service(Mail mail) throws MessagingException {
            seen.add(mail);
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof MessagingException exception) {
                throw exception;
            }
        }

        @Override
        public MailProcessor getProcessor(String state) {
            return state.equals("root") ? mail -> {} : null;
        }

        @Override
        public String[] getProcessorStates() {
            return new String[] {"root"};
        }

        @Override
        protected MailProcessor createMailProcessor(
                String state, HierarchicalConfiguration<ImmutableNode> configuration) {
            throw new IllegalStateException("there is nothing to make");
        }
    });

    static Stream<Error> errors() {
        return Stream.of(
                new StackOverflowError(),
                new OutOfMemoryError("for a test"),
                new NoClassDefFoundError("no/Such"),
                new ExceptionInInitializerError("for a test"),
                new AssertionError("for a test"));
    }

    /** James' spooler handles exceptions. */
    @ParameterizedTest
    @MethodSource("errors")
    void serviceShouldThrowAnExceptionWhenAMailetEndsWithAnError(Error error) throws MessagingException {
        failure = error;
        Mail mail = MailImpl.builder().name("one").build();

        assertThatThrownBy(() -> processors.service(mail))
                .isInstanceOf(MessagingException.class)
                .hasRootCause(error);
        assertThat(seen).containsExactly(mail);
    }

    @Test
    void serviceShouldPassExceptionsOn() throws MessagingException {
        failure = new MessagingException("for a test");

        assertThatThrownBy(
                        () -> processors.service(MailImpl.builder().name("one").build()))
                .isSameAs(failure);
    }

    @Test
    void processorsShouldBeThoseOfJames() {
        assertThat(processors.getProcessorStates()).containsExactly("root");
        assertThat(processors.getProcessor("root")).isNotNull();
        assertThat(processors.getProcessor("none")).isNull();
    }
}
