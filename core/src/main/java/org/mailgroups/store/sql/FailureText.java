// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.sql.SQLException;
import java.util.stream.Collectors;

/** Says in one line what is behind a failure. */
public final class FailureText {
    private FailureText() {}

    /** Returns the message of the innermost {@link SQLException}, if there is one, and that of the root cause. */
    public static String of(Throwable failure) {
        Throwable root = failure;
        SQLException sql = failure instanceof SQLException outermost ? outermost : null;
        while (root.getCause() != null) {
            root = root.getCause();
            sql = root instanceof SQLException inner ? inner : sql;
        }
        String text = sql == null ? "" : line(sql.getMessage());
        return root == sql ? text : text + (sql == null ? "" : " ") + rootText(root);
    }

    private static String rootText(Throwable root) {
        return "(" + root.getClass().getSimpleName() + ": " + line(root.getMessage()) + ")";
    }

    private static String line(String message) {
        return message == null
                ? "no reason given"
                : message.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining("; "));
    }
}
