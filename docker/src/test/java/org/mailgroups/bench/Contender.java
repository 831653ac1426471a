// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.util.function.Supplier;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.SmtpClient;

/**
 * Something that takes a message for a group and brings it to the members.
 *
 * @param name how the table calls it
 * @param connect opens a connection on which its author may send
 * @param author the envelope sender
 * @param groups returns the address of its group by the number of members; null if it has none of that size
 * @param settle waits until nothing is under way
 */
record Contender(String name, Supplier<SmtpClient> connect, String author, Groups groups, Runnable settle) {
    static final int MESSAGE_BYTES = 8_000;

    /** The groups of a contender. */
    interface Groups {
        String of(int members);
    }

    boolean has(int members) {
        return groups.of(members) != null;
    }

    /**
     * What a submission took.
     *
     * @param begun the {@link System#nanoTime} before DATA
     * @param accepted that of the answer after the final dot
     */
    record Submission(long begun, long accepted) {}

    /** Sends a message of 8 KB to the group of this size. */
    Submission send(int members, int number) {
        String group = groups.of(members);
        byte[] letter = Letter.from(author, "benchmark " + number)
                .to(group)
                .bodyOf(MESSAGE_BYTES)
                .bytes();
        try (SmtpClient client = connect.get()) {
            expect(client.mail(author).code());
            expect(client.rcpt(group).code());
            long begun = System.nanoTime();
            expect(client.data(letter).code());
            return new Submission(begun, System.nanoTime());
        }
    }

    private void expect(int code) {
        if (code != 250) {
            throw new AssertionError(name + " has answered with " + code);
        }
    }
}
