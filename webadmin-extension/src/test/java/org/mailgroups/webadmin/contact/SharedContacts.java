// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.mailgroups.webadmin.Webadmin;

/** Creates contacts over HTTP, as a postmaster does. */
public record SharedContacts(Webadmin webadmin) {
    public static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    /** Creates a contact group of example.org. Returns its id. */
    public String group(String name) {
        return group(name, "example.org");
    }

    public String group(String name, String domain) {
        Response response = webadmin.call("{\"name\":\"" + name + "\",\"domain\":\"" + domain + "\"}")
                .post("/contact-groups");
        response.then().statusCode(201);
        return response.path("id");
    }

    /** Creates a contact. Returns its id. */
    public String contact(String group, String json) {
        Response response = webadmin.call(json).post("/contact-groups/" + group + "/contacts");
        response.then().statusCode(201);
        return response.path("id");
    }

    /** Creates a shared contact with one address. Returns its id. */
    public String shared(String group, String name, String address) {
        return contact(group, json(name, address, true));
    }

    /** Creates a contact that is not shared, with one address. Returns its id. */
    public String unshared(String group, String name, String address) {
        return contact(group, json(name, address, false));
    }

    public static String json(String name, String address, boolean isShared) {
        return "{\"name\":\"" + name + "\",\"emails\":[{\"address\":\"" + address + "\"}],\"shared\":" + isShared + "}";
    }

    /** Returns the entity tag of the answer to a GET. */
    public String tag(String path) {
        Response response = webadmin.call().get(path);
        response.then().statusCode(200);
        assertThat(response.header("ETag")).matches("\"[0-9]+\"");
        return response.header("ETag");
    }

    /** Reads a list page by page. Returns all values of one of its fields. */
    public List<String> all(String path, String query, int limit, String field) {
        List<String> all = new ArrayList<>();
        String next = "";
        while (next != null) {
            Response page = webadmin.call().get(path + "?limit=" + limit + query + "&after=" + next);
            page.then().statusCode(200);
            all.addAll(page.path("items." + field));
            next = page.path("next");
        }
        return all;
    }
}
