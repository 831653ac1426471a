// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.util.List;
import java.util.Map;

/** The shared contacts of an organisation. */
public final class AddressBook {
    private final Webadmin webadmin;
    private final String group;

    private AddressBook(Webadmin webadmin, String group) {
        this.webadmin = webadmin;
        this.group = group;
    }

    /** Makes a contact group in an organisation's domain. */
    public static AddressBook of(Organisation org) {
        Webadmin webadmin = org.webadmin();
        return new AddressBook(
                webadmin,
                webadmin.post("/contact-groups", Map.of("name", "Clients", "domain", org.domain()))
                        .expect(201)
                        .json()
                        .path("id")
                        .asText());
    }

    /** Makes a contact, and returns its id. */
    public String contact(String name, String address, String company, boolean isShared) {
        return webadmin.post("/contact-groups/" + group + "/contacts", fields(name, address, company, isShared))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    /** Replaces a contact. */
    public void replace(String id, String name, String address, String company, boolean isShared) {
        webadmin.put("/contacts/" + id, fields(name, address, company, isShared))
                .expect(200);
    }

    private static Map<String, Object> fields(String name, String address, String company, boolean isShared) {
        return Map.of(
                "name",
                name,
                "identifier",
                "ID-" + name.replace(" ", ""),
                "emails",
                List.of(Map.of("address", address)),
                "company",
                company,
                "notes",
                "a note about " + name,
                "shared",
                isShared);
    }
}
