// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.PostingMessage;
import org.mailgroups.james.message.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes copies through the postmaster's processor before they are sent: the mailets there sign them, or add what is to
 * be in each copy. The processor ends with the mailet {@code CopyDone}, which brings the copy back here.
 *
 * <p>Only the message counts. What a mailet does to recipients, sender or attributes changes nothing.
 *
 * <p>Thread-safe.
 */
public final class GroupCopies {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupCopies.class);
    private static final AttributeName RUN = AttributeName.of("org.mailgroups.copy-run");

    private final JamesProcessors processors;
    private final Bodies bodies;
    private final Map<String, CopyRun> runs = new ConcurrentHashMap<>();
    private volatile String trouble = "";

    @Inject
    public GroupCopies(JamesProcessors processors, Bodies bodies) {
        this.processors = processors;
        this.bodies = bodies;
    }

    /**
     * Takes a copy through a processor, in this thread.
     *
     * @param mail the envelope that mailets see; used up
     * @param posting whose copy it is. Its body is kept already
     * @param ownBody the number under which its body is kept, if it comes back as another one
     * @return the same copy with the octets that have come back
     * @throws MessagingException if it did not come back exactly once, or could not be kept. Then it must not be sent
     */
    public PostingCopy run(String processor, MailImpl mail, UUID posting, PostingCopy copy, int ownBody)
            throws MessagingException {
        String id = UUID.randomUUID().toString();
        CopyRun run = new CopyRun(bodies, posting, copy, ownBody);
        runs.put(id, run);
        try {
            mail.setAttribute(new Attribute(RUN, AttributeValue.of(id)));
            mail.setMessageContent(new PostingMessage(bodies, posting, copy));
            // A mailet that signs has to see the fields as they will be put back.
            RawHeader.keep(mail, HeaderFields.read(new ByteArrayInputStream(copy.header())));
            List<String> passed = processors.run(mail, processor);
            if (run.times() != 1) {
                throw troubled(processor, fault(run.times(), passed), null);
            }
            PostingCopy finished = run.finished();
            trouble = "";
            return finished;
        } catch (ProcessorException e) {
            throw troubled(processor, "a mailet or a matcher has failed, as the log says", e);
        } catch (IOException e) {
            throw troubled(processor, "the header of a copy is too large", e);
        } finally {
            runs.remove(id);
            LifecycleUtil.dispose(mail);
        }
    }

    /** Returns the octets of a copy. */
    public InputStream octets(UUID posting, PostingCopy copy) throws IOException {
        return new PostingMessage(bodies, posting, copy).getInputStream();
    }

    private static String fault(int times, List<String> passed) {
        if (times > 1) {
            return "a copy has come to CopyDone " + times + " times, and must come once";
        }
        return passed.size() > 1
                ? "a copy went on to the processor " + passed.get(passed.size() - 1) + ", and did not come to CopyDone"
                : "a copy did not come to the mailet CopyDone; a mailet before it may have dropped it";
    }

    private MessagingException troubled(String processor, String reason, Exception cause) {
        trouble = "messages to groups wait: processor " + processor + ": " + reason;
        return new MessagingException(trouble, cause);
    }

    /** Returns why the last copy could not be made, in words for anybody; empty if it could. */
    public Optional<String> trouble() {
        return Optional.of(trouble).filter(text -> !text.isEmpty());
    }

    /**
     * Takes a copy that has reached the end of its processor.
     *
     * @throws MessagingException if the mail is no copy
     */
    public void done(Mail mail) throws MessagingException {
        String id = mail.getAttribute(RUN)
                .flatMap(attribute -> attribute.getValue().valueAs(String.class))
                .orElseThrow(() -> new MessagingException("CopyDone takes copies of messages to groups, and no mail"));
        CopyRun run = runs.get(id);
        if (run == null) {
            // A mailet has put a second one into a queue. Nobody waits for it, and its message went out without it.
            LOGGER.warn("{} is a copy that nobody waits for; it ends here", LogText.neutral(mail.getName()));
        } else {
            run.take(mail);
        }
    }
}
