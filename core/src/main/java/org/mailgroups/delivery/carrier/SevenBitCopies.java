// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.carrier;

import java.util.Objects;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.PostingCopy;

/** Makes the form of a copy that goes to servers which take no octets above 127. Thread-safe. */
public interface SevenBitCopies {
    /** What became of it. */
    sealed interface Made {
        /** It is there; its body is kept. */
        record Ready(PostingCopy copy) implements Made {
            public Ready {
                Objects.requireNonNull(copy, "copy");
            }
        }

        /** There is none: the message must not be changed, or cannot be. */
        record Never(String reason) implements Made {
            public Never {
                Objects.requireNonNull(reason, "reason");
            }
        }

        /** Not now. */
        record Later(String reason) implements Made {
            public Later {
                Objects.requireNonNull(reason, "reason");
            }
        }
    }

    /** Returns the 7-bit form of a chunk's copy. It is made once for a posting, when somebody first needs it. */
    Made of(DueChunk chunk);
}
