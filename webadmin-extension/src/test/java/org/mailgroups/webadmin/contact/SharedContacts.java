// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.mailgroups.webadmin.Webadmin;

/** Shared contacts as a postmaster makes them. */
public record SharedContacts(Webadmin webadmin) {
    public static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    /** A contact group of example.org; answers with its id. */
    public String group(String name) {
        return group(name, "example.org");
    }

    public String group(String name, String domain) {
        Response response = webadmin.call("{\"name\":\"" + name + "\",\"domain\":\"" + domain + "\"}")
                .post("/contact-groups");
        response.then().statusCode(201);
        return response.path("id");
    }

    /** A contact; answers with its id. */
    public String contact(String group, String json) {
        Response response = webadmin.call(json).post("/contact-groups/" + group + "/contacts");
        response.then().statusCode(201);
        return response.path("id");
    }

    /** A shared contact with one address. */
    public String shared(String group, String name, String address) {
        return contact(group, json(name, address, true));
    }

    /** One that is not shared. */
    public String unshared(String group, String name, String address) {
        return contact(group, json(name, address, false));
    }

    public static String json(String name, String address, boolean isShared) {
        return "{\"name\":\"" + name + "\",\"emails\":[{\"address\":\"" + address + "\"}],\"shared\":" + isShared + "}";
    }

    /** The entity tag of what lies there. */
    public String tag(String path) {
        Response response = webadmin.call().get(path);
        response.then().statusCode(200);
        assertThat(response.header("ETag")).matches("\"[0-9]+\"");
        return response.header("ETag");
    }

    /** All values of a field of a list, read in pages. */
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
