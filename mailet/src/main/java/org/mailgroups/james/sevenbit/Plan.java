// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.sevenbit;

import java.util.HashMap;
import java.util.Map;
import org.mailgroups.james.message.HeaderFields;

/** Looks at a message, and says what is to be done with each of its entities. */
final class Plan implements MimeWalk.Visitor {
    private final Map<Integer, Coding> codings = new HashMap<>();
    private boolean isEightBit;

    /** Returns what is to be done with an entity. */
    Coding of(Entity entity) {
        return codings.getOrDefault(entity.number(), Coding.NONE);
    }

    @Override
    public void header(Entity entity, HeaderFields header, byte[] emptyLine) throws ImpossibleException {
        byte[] octets = header.octets();
        if (isEightBit(octets, octets.length)) {
            throw new ImpossibleException("a header field has octets above 127");
        }
        if (header.fields().stream().anyMatch(field -> field.text().startsWith("--"))) {
            // It is a boundary, to some programs.
            throw new ImpossibleException("a part of it has no empty line behind its header");
        }
        if (entity.number() == 0 && header.named("dkim-signature").findAny().isPresent()) {
            throw new ImpossibleException(
                    "the message has a signature of its author's domain (DKIM), which would break");
        }
        if ((entity.isMultipart() || entity.isMessage()) && entity.isWide() && !entity.sealed()) {
            codings.put(entity.number(), Coding.LABEL);
        }
        isEightBit = false;
    }

    @Override
    public void content(Entity entity, byte[] octets, int length) {
        isEightBit = isEightBit || isEightBit(octets, length);
    }

    @Override
    public void contentEnds(Entity entity) throws ImpossibleException {
        if (entity.sealed() || entity.seals()) {
            if (isEightBit) {
                throw new ImpossibleException("the message is signed or encrypted, and must not be changed");
            }
            return;
        }
        if (!isEightBit && !entity.isWide()) {
            return;
        }
        if (!entity.isPlain()) {
            throw new ImpossibleException("a part is not what its Content-Transfer-Encoding says");
        }
        if (entity.type().startsWith("multipart/") || entity.type().startsWith("message/")) {
            if (isEightBit) {
                throw new ImpossibleException("a part of the type " + safe(entity.type()) + " must not be encoded");
            }
            codings.put(entity.number(), Coding.LABEL);
            return;
        }
        boolean isText = entity.type().startsWith("text/") && !entity.encoding().equals("binary");
        codings.put(entity.number(), isText ? Coding.QUOTED_PRINTABLE : Coding.BASE64);
    }

    /** The type comes from the message, and stands in what is told about a member. */
    private static String safe(String type) {
        return type.substring(0, Math.min(type.length(), 40));
    }

    @Override
    public void between(byte[] octets, int length) throws ImpossibleException {
        if (isEightBit(octets, length)) {
            throw new ImpossibleException("there are octets above 127 between its parts");
        }
    }

    private static boolean isEightBit(byte[] octets, int length) {
        for (int i = 0; i < length; i++) {
            if (octets[i] < 0) {
                return true;
            }
        }
        return false;
    }
}
