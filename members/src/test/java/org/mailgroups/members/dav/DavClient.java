// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.members.Door;
import org.mailgroups.value.Address;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A program that shows the address book, for tests. */
final class DavClient {
    private final Door door;
    private final String user;

    DavClient(Door door, String user) {
        this.door = door;
        this.user = user;
    }

    /** Returns names with their prefixes, for the body of a request. */
    static String prop(String... names) {
        return "<d:prop>"
                + String.join(
                        "",
                        List.of(names).stream().map(name -> "<" + name + "/>").toList()) + "</d:prop>";
    }

    /** Returns the body of a request with the usual prefixes. */
    static String body(String element, String content) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><" + element + " xmlns:d=\"DAV:\""
                + " xmlns:c=\"urn:ietf:params:xml:ns:carddav\" xmlns:cs=\"http://calendarserver.org/ns/\">" + content
                + "</" + element + ">";
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = door.as(user, path)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/xml; charset=utf-8");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return door.send(request);
    }

    Answers propfind(String path, String depth, String... names) {
        HttpResponse<String> answer = send("PROPFIND", path, body("d:propfind", prop(names)), "Depth", depth);
        return new Answers(answer);
    }

    Answers report(String body, String... headers) {
        return new Answers(send("REPORT", book(), body, headers));
    }

    Answers sync(String token, String... names) {
        return report(body(
                "d:sync-collection",
                "<d:sync-token>" + token + "</d:sync-token><d:sync-level>1</d:sync-level>" + prop(names)));
    }

    /** Goes the way that RFC 6764 says, and returns the path of the only book. */
    String book() {
        String self = propfind("/dav/", "0", "d:current-user-principal").only().href("current-user-principal");
        String home = propfind(self, "0", "c:addressbook-home-set").only().href("addressbook-home-set");
        return propfind(home, "1", "d:resourcetype").all.stream()
                .filter(response -> response.found.containsKey("resourcetype"))
                .filter(response -> response.found
                                .get("resourcetype")
                                .getElementsByTagNameNS("*", "addressbook")
                                .getLength()
                        > 0)
                .map(response -> response.path)
                .findFirst()
                .orElseThrow();
    }

    /** One response of a multistatus. */
    static final class Answer {
        final String path;
        final String status;
        final Map<String, Element> found = new LinkedHashMap<>();
        final List<String> missing = new ArrayList<>();
        final List<String> statuses = new ArrayList<>();

        Answer(Element response) {
            this.path = inner(response, "href");
            this.status = directChild(response, "status");
            NodeList stats = response.getElementsByTagNameNS("DAV:", "propstat");
            for (int i = 0; i < stats.getLength(); i++) {
                Element stat = (Element) stats.item(i);
                String of = inner(stat, "status");
                statuses.add(of);
                NodeList properties =
                        stat.getElementsByTagNameNS("DAV:", "prop").item(0).getChildNodes();
                for (int j = 0; j < properties.getLength(); j++) {
                    Element property = (Element) properties.item(j);
                    if (of.equals("HTTP/1.1 200 OK")) {
                        found.put(property.getLocalName(), property);
                    } else {
                        missing.add(property.getLocalName());
                    }
                }
            }
        }

        private static String directChild(Element parent, String name) {
            for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
                if (name.equals(parent.getChildNodes().item(i).getLocalName())) {
                    return parent.getChildNodes().item(i).getTextContent();
                }
            }
            return "";
        }

        String text(String property) {
            return found.get(property).getTextContent();
        }

        String href(String property) {
            return inner(found.get(property), "href");
        }

        boolean isGone() {
            return status.startsWith("HTTP/1.1 404");
        }
    }

    private static String inner(Element parent, String name) {
        return parent.getElementsByTagNameNS("DAV:", name).item(0).getTextContent();
    }

    /** A multistatus. */
    static final class Answers {
        final List<Answer> all = new ArrayList<>();
        final HttpResponse<String> response;
        final String token;

        Answers(HttpResponse<String> response) {
            this.response = response;
            if (response.statusCode() != 207) {
                throw new AssertionError(response.statusCode() + " " + response.body());
            }
            Document document = parsed(response.body());
            NodeList responses = document.getElementsByTagNameNS("DAV:", "response");
            for (int i = 0; i < responses.getLength(); i++) {
                all.add(new Answer((Element) responses.item(i)));
            }
            token = Answer.directChild(document.getDocumentElement(), "sync-token");
        }

        private static Document parsed(String body) {
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setNamespaceAware(true);
                return factory.newDocumentBuilder()
                        .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
            } catch (Exception e) {
                throw new AssertionError(body, e);
            }
        }

        Answer only() {
            if (all.size() != 1) {
                throw new AssertionError(response.body());
            }
            return all.get(0);
        }

        Answer at(String path) {
            return all.stream()
                    .filter(answer -> answer.path.equals(path))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(path + " is not in " + response.body()));
        }

        List<String> paths() {
            return all.stream().map(answer -> answer.path).toList();
        }
    }

    static ContactGroup contactGroup(Door door, String name) {
        return door.store().contacts().createGroup("example.org", new ContactGroupName(name));
    }

    static ContactDetails details(String name, String address, boolean shared) {
        return new ContactDetails(
                name,
                "",
                List.of(new ContactEmail(Address.parse(address), "work")),
                List.of("+34 1"),
                "ACME",
                "Sales",
                "Boss",
                "Road 1",
                "a secret note",
                shared);
    }

    static Contact contact(Door door, ContactGroup in, String name, String address, boolean shared) {
        return door.store().contacts().create(in.id(), NewContact.of(details(name, address, shared)));
    }
}
