// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Provider;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.lib.AbstractStateCompositeProcessor;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Runs mails through James' processors in the calling thread, so that the caller knows when a mail is through, and
 * hears of a failure. James' own way is a queue, which tells nobody. Thread-safe.
 */
public final class JamesProcessors {
    private final Provider<MailProcessor> root;

    /** @param root is asked when the first mail is run: the mailet container is made after our singletons */
    @Inject
    public JamesProcessors(Provider<MailProcessor> root) {
        this.root = root;
    }

    /**
     * Runs a mail through a processor, and through those that the processor sends it on to. It ends there: by a mailet
     * that takes it, or at the end of the last processor. A mail without recipients passes all mailets by.
     *
     * <p>A mail that would go to the processor {@code error} ends instead, since the caller hears of it; the caller may
     * try again, and each time would leave a mail there. If a matcher takes only some of the recipients, James makes a
     * second mail of them, which goes its own way and to {@code error} too. It is run in this call as well.
     *
     * @param mail is used up: James disposes of its message. Its octets are to be taken by a mailet
     * @return the processors that it was sent to, the given one first
     * @throws ProcessorException if a mailet or a matcher has failed, or there is no such processor
     */
    public List<String> run(MailImpl mail, String processor) throws ProcessorException {
        MailProcessor processors = root.get();
        if (processors instanceof AbstractStateCompositeProcessor composite
                && composite.getProcessor(processor) == null) {
            throw new ProcessorException("there is no processor " + processor, null);
        }
        WatchedMail watched = new WatchedMail(mail);
        Mail seen = watched.seen();
        seen.setState(processor);
        try {
            processors.service(seen);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            // A mailet or a matcher with onMailetException or onMatchException "propagate". Any exception may come, and
            // errors that are about this mail or this mailet.
            throw new ProcessorException("a mailet of the processor " + processor + " has failed", e);
        }
        if (watched.hasFailed()) {
            throw new ProcessorException(
                    firstLine(mail, processor), thrown(mail).orElse(null));
        }
        return watched.processors();
    }

    /** James writes the name of the mailet or matcher into the first line, and the stack below. */
    private static String firstLine(MailImpl mail, String processor) {
        return Optional.ofNullable(mail.getErrorMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse("a mailet of the processor " + processor + " sends the mail to " + Mail.ERROR);
    }

    private static Optional<Throwable> thrown(MailImpl mail) {
        return mail.getAttribute(Mail.MAILET_ERROR)
                .map(attribute -> (AttributeValue<?>) attribute.getValue())
                .map(AttributeValue::value)
                .filter(Throwable.class::isInstance)
                .map(Throwable.class::cast);
    }
}
