// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Bytes;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.right.Principal;
import org.mailgroups.token.Signer;

/**
 * Writes positions as the cookies that clients send back for the next page (RFC 2696 3). A cookie holds all there is to
 * know, so nothing is kept between two pages, and any node makes the next one. It is signed together with the user and
 * the search: it opens nothing to others, and leads into no other search. What may be seen is asked anew for each page,
 * so a cookie need not expire. Thread-safe.
 */
final class PageCookies {
    private static final int SIGNATURE_OCTETS = 16;

    /** More than any of ours has: the key, and three numbers. */
    private static final int MAX_OCTETS = SIGNATURE_OCTETS + AddressBookService.MAX_KEY_LENGTH + 64;

    private static final byte[] PURPOSE = "page of a search over LDAP ".getBytes(StandardCharsets.UTF_8);

    private final Signer signer;

    PageCookies(Signer signer) {
        this.signer = signer;
    }

    ASN1OctetString of(Principal principal, SearchRequestProtocolOp request, Position position) {
        byte[] written = position.written().getBytes(StandardCharsets.UTF_8);
        byte[] signature = Arrays.copyOf(signer.sign(signed(principal, request, written)), SIGNATURE_OCTETS);
        return new ASN1OctetString(Bytes.concat(signature, written));
    }

    /** Returns the position that a cookie stands for; empty if it is none of this search. */
    Optional<Position> position(Principal principal, SearchRequestProtocolOp request, ASN1OctetString cookie) {
        byte[] octets = cookie.getValue();
        if (octets.length == 0) {
            return Optional.of(Position.BEGINNING);
        }
        if (octets.length < SIGNATURE_OCTETS || octets.length > MAX_OCTETS) {
            return Optional.empty();
        }
        byte[] written = Arrays.copyOfRange(octets, SIGNATURE_OCTETS, octets.length);
        return signer.isSigned(signed(principal, request, written), Arrays.copyOf(octets, SIGNATURE_OCTETS))
                ? Position.parse(new String(written, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static byte[] signed(Principal principal, SearchRequestProtocolOp request, byte[] position) {
        byte[] user = principal.name().getBytes(StandardCharsets.UTF_8);
        // Digests have one length each, so that no two things together look like two others.
        return Bytes.concat(
                PURPOSE, digest(user), digest(request.encodeProtocolOp().encode()), position);
    }

    private static byte[] digest(byte[] octets) {
        return Hashing.sha256().hashBytes(octets).asBytes();
    }
}
