// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

/** The kinds of errors in the body of an answer. They are those of James' webadmin. */
public enum ErrorKind {
    INVALID_ARGUMENT("InvalidArgument"),
    NOT_FOUND("notFound"),
    WRONG_STATE("WrongState"),
    SERVER_ERROR("ServerError");

    private final String word;

    ErrorKind(String word) {
        this.word = word;
    }

    /** Returns the word for it in JSON. */
    public String word() {
        return word;
    }
}
