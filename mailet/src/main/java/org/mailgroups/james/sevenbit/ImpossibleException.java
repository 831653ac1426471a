// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.sevenbit;

/** A message must not, or cannot, be written without octets above 127. The message says why, in words for anybody. */
public final class ImpossibleException extends Exception {
    private static final long serialVersionUID = 1L;

    ImpossibleException(String reason) {
        super(reason);
    }
}
