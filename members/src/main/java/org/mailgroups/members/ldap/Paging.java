// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.List;
import java.util.Optional;

/**
 * The page that a client wants of a search (RFC 2696).
 *
 * @param size the most entries; 0 if the client wants no more pages
 * @param cookie what it got with the page before; empty for the first page
 */
record Paging(int size, ASN1OctetString cookie) {
    static final String CONTROL = SimplePagedResultsControl.PAGED_RESULTS_OID;

    static boolean isOne(Control control) {
        return control.getOID().equals(CONTROL);
    }

    /**
     * Returns the page that the controls of a search ask for; empty if there is no such control.
     *
     * @throws LDAPException with a protocol error, if it cannot be read
     */
    static Optional<Paging> of(List<Control> controls) throws LDAPException {
        List<Control> found = controls.stream().filter(Paging::isOne).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.size() > 1) {
            throw refusal("a search has one control for its pages", null);
        }
        Control control = found.get(0);
        SimplePagedResultsControl asked;
        try {
            asked = new SimplePagedResultsControl(CONTROL, control.isCritical(), control.getValue());
        } catch (LDAPException e) {
            throw refusal("the control for pages cannot be read", e);
        }
        boolean isFirst = asked.getCookie().getValueLength() == 0;
        if (asked.getSize() < (isFirst ? 1 : 0)) {
            throw refusal("a page has at least one entry", null);
        }
        return Optional.of(new Paging(asked.getSize(), asked.getCookie()));
    }

    private static LDAPException refusal(String words, LDAPException cause) {
        return new LDAPException(ResultCode.PROTOCOL_ERROR, words, cause);
    }

    /** Returns the control that goes with the end of a page. */
    static Control answer(ASN1OctetString cookie) {
        // How many entries there are in all is not known.
        return new SimplePagedResultsControl(0, cookie);
    }
}
