// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.token;

import java.util.Objects;

/**
 * What a token says whose signature is right.
 *
 * @param object the id of the thing that it is about
 * @param mark the mark of the person whom it was made for, in hexadecimal digits
 */
public record Token(long object, String mark) {
    public Token {
        Objects.requireNonNull(mark, "mark");
    }
}
