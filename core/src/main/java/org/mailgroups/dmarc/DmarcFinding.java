// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.dmarc;

/**
 * What the DNS says about mail of a domain.
 *
 * @param policy what is to become of mail that does not prove to be of the domain
 * @param isStrict whether only a signature of the very domain is a proof
 * @param organisation the domain of the organisation that the domain belongs to
 */
public record DmarcFinding(String domain, DmarcPolicy policy, boolean isStrict, String organisation) {
    /** Returns the finding while nobody knows: the strictest. */
    static DmarcFinding unknown(String domain) {
        return new DmarcFinding(domain, DmarcPolicy.REJECT, true, domain);
    }

    /** Returns whether a signature of the signer's domain proves mail of this domain (RFC 9989 4.4). */
    boolean isAlignedWith(DmarcFinding signer) {
        return domain.equals(signer.domain) || (!isStrict && organisation.equals(signer.organisation));
    }
}
