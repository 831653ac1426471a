// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

/** A mail did not get through a processor: a mailet or a matcher has failed, or there is no such processor. */
public final class ProcessorException extends Exception {
    private static final long serialVersionUID = 1L;

    ProcessorException(String message, Throwable cause) {
        super(message, cause);
    }
}
