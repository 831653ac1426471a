// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Browser;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.Tokens;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * The members' page in a real browser. What it looks like is in {@code target/members-page}. Without Chromium and its
 * driver nothing is tried; {@code .ci/browser} installs them.
 */
class MembersPageIT {
    private static final String PASSWORD = "secret";
    private static final int TELEPHONE = 360;
    private static final int DESK = 1280;
    private static final int SLOWEST_FIRST_PAINT_MILLIS = 3_000;
    private static final String VIEW = "#view";

    /** What somebody would write who wants a reader's browser to do something. */
    private static final String HOSTILE =
            "<img src=x onerror=\"window.owned=1\"><script>window.owned=1</script>\"' onclick=window.owned=1 x='";

    private static final Pattern LINK = Pattern.compile("https://groups\\.example\\.net(/l/[a-z2-7]{40})");

    private static ServerProcess server;

    /** One for all tests, as it takes a second or two to start. */
    private static Browser browser;

    private final Organisation org = Organisation.on(server);
    private final String alice = org.user("alice");
    private final String bob = org.user("bob");

    @BeforeAll
    static void start() {
        assumeTrue(Browser.isThere(), "needs Chromium and its driver: .ci/browser installs them");
        Distribution distribution = Distribution.built();
        Map<String, String> environment = new HashMap<>(distribution.withConfiguration(
                "members-page",
                "groups.properties",
                text -> text.replace("members.create=nobody", "members.create=users")));
        environment.put("JAVA_OPTS", "-Dmailgroups.members.publicUrl=https://groups.example.net");
        server = distribution.server("members-page", 1, environment).start();
        browser = Browser.open("en", DESK);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static String origin() {
        return "https://127.0.0.1:" + server.ports().members();
    }

    /** Opens a path of the page, in a window that knows nothing of what was before. */
    private static void open(String path, String languages, int width) {
        browser.renew(origin(), languages, width);
        browser.go(origin() + path);
    }

    private static void open(String languages, int width) {
        open("/", languages, width);
        browser.await("#login h1", "");
    }

    /** Opens the page in English, and logs a user in. */
    private static void openAs(String user, int width) {
        open("en", width);
        logIn(user);
    }

    private static void logIn(String user) {
        browser.type("#login-user", user);
        browser.type("#login-password", PASSWORD);
        browser.click("#login button");
        browser.await("#user", user);
    }

    /** Opens the link of the notice that alice got, and looks at what it shows; nobody has logged in. */
    private void openLink(int width) {
        Matcher link = LINK.matcher(org.inbox(alice).awaitOne().bodyText());
        assertThat(link.find()).isTrue();
        open(link.group(1), "en", width);
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void administratorShouldDecideByTheLinkOfANoticeWithoutLogIn(int width) throws IOException {
        String team = group("team", "Team of the house", bob);
        org.change(team, Map.of("moderation", "everyone"));
        org.send(bob, Letter.from(bob, "Summer party").to(team).body("Who brings the salad?\r\n"), team);
        org.awaitHeld(team, 1);

        openLink(width);
        browser.await("#view h1", "Summer party");
        browser.await("#view pre", "Who brings the salad?");
        assertThat(org.held(team)).as("after a look").hasSize(1);
        look("link", width);
        browser.click("#view button.main");
        browser.await("#done", "The message goes to the group.");
        assertThat(org.held(team)).isEmpty();
        browser.run("location.reload()");
        browser.await(VIEW, "This message was approved already:");
        look("link-used", width);
        policyShouldBeKept();
    }

    /** Goes to another view, and waits until it is there. */
    private void visit(String view) {
        browser.run(
                "return new Promise(done => {"
                        + " const look = () => document.getElementById('main').hasAttribute('aria-busy')"
                        + " ? requestAnimationFrame(look) : done(null);"
                        + " addEventListener('hashchange', () => requestAnimationFrame(look), { once: true });"
                        + " location.hash = arguments[0]; })",
                view);
    }

    private static String card(String group) {
        return "#/groups/" + Webadmin.encode(group);
    }

    private static String below(String group, String part) {
        return card(group) + "/" + part;
    }

    private String group(String localPart, String name, String... members) {
        String address = org.group(localPart, members);
        org.webadmin()
                .patch(Webadmin.group(address), Map.of("name", name, "administrators", List.of(alice)))
                .expect(200);
        return address;
    }

    /** Looks at the view: it must fit into the window, and whoever cannot see it must be able to use it. */
    private void look(String name, int width) throws IOException {
        browser.show(Path.of("target", "members-page", width + "-" + name + ".png"));
        assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
                .as("width of %s", name)
                .isLessThanOrEqualTo(width);
        assertThat(faults()).as("what axe says about %s", name).isEmpty();
    }

    private List<String> faults() throws IOException {
        // The page stays loaded from view to view.
        if (!browser.run("return 'axe' in window").asBoolean()) {
            browser.run(axe());
        }
        JsonNode found = browser.run("return axe.run().then(found => found.violations.map(fault =>"
                + " fault.id + ': ' + fault.nodes.map(node => node.html + ' ' + node.failureSummary).join('; ')))");
        return found.findValuesAsText("").isEmpty() && found.isEmpty() ? List.of() : List.of(found.toString());
    }

    private static String axe() throws IOException {
        Properties maven = new Properties();
        maven.load(MembersPageIT.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/axe-core/pom.properties"));
        try (InputStream script = MembersPageIT.class.getResourceAsStream(
                "/META-INF/resources/webjars/axe-core/" + maven.getProperty("version") + "/axe.min.js")) {
            return new String(script.readAllBytes(), UTF_8);
        }
    }

    private void policyShouldBeKept() {
        assertThat(browser.console())
                .noneMatch(line -> line.contains("Content Security Policy")
                        || line.contains("TrustedHTML")
                        || line.contains("TrustedScript"));
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void administratorShouldFindAGroupAndApproveAHeldMessage(int width) throws IOException {
        String inner = group("inner", "Friends", alice);
        String carol = org.user("carol");
        String team = group("team", "Team of the house", inner, bob, carol);
        org.change(team, Map.of("moderation", "everyone"));
        org.send(bob, Letter.from(bob, "Summer party").to(team).body("Who brings the salad?\r\n"), team);
        org.awaitHeld(team, 1);
        open("en", width);
        look("log-in", width);

        logIn(alice);
        browser.await(VIEW, "Team of the house");
        browser.await(VIEW, "Member as " + alice + ", through the group " + inner);
        look("groups", width);
        browser.click("#view a[href$='team%40" + org.domain() + "']");
        browser.await("#view h1", "Team of the house");
        browser.await(VIEW, bob);
        look("group", width);
        browser.click("#view .acts a");
        browser.await(VIEW, "Summer party");
        look("held", width);
        browser.click("#view .rows a");
        browser.await("#view pre", "Who brings the salad?");
        browser.click("#view summary");
        look("message", width);
        browser.click("#view button.main");
        browser.await("#done", "The message goes to the group.");
        browser.await(VIEW, "No message waits.");
        look("approved", width);

        assertThat(org.inbox(carol).awaitOne().first("Subject")).hasValue("Summer party");
        policyShouldBeKept();
    }

    @Test
    void rejectedAuthorShouldGetTheWords() throws IOException {
        String team = group("team", "Team", bob);
        org.change(team, Map.of("moderation", "everyone"));
        org.send(bob, Letter.from(bob, "Shouting").to(team).body("BUY NOW\r\n"), team);
        org.awaitHeld(team, 1);
        openAs(alice, TELEPHONE);
        browser.click("#view .rows a");
        browser.click("#view .acts a");
        browser.click("#view .rows a");

        browser.await("#view pre", "BUY NOW");
        browser.click("#view .acts button:not(.main)");
        browser.type("#words", "Not so loud, please.");
        look("reject", TELEPHONE);
        browser.click("dialog button.main");

        browser.await("#done", "The message was rejected.");
        assertThat(org.inbox(bob).await(2))
                .as("that it waits, and that it was rejected")
                .anyMatch(notice -> notice.bodyText().contains("Not so loud, please."));
        policyShouldBeKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void administratorShouldAddAndRemoveAMember(int width) throws IOException {
        String team = group("team", "Team", bob);
        String carol = org.user("carol");
        openAs(alice, width);
        browser.click("#view .rows a");
        browser.click("#view summary");

        browser.type("#add-address", "no address");
        browser.click("button[name=add]");
        browser.await("#problem", "The server did not accept this:");
        browser.run("document.getElementById('add-address').value = ''");
        browser.type("#add-address", carol);
        browser.type("#add-name", "Carol");
        look("add", width);
        browser.click("button[name=add]");
        browser.await("#done", carol + " is a member now.");
        browser.await(VIEW, "Carol");
        assertThat(members(team)).contains(carol, bob);

        browser.type("#members-q", "carol" + Browser.ENTER);
        browser.awaitThat("document.querySelectorAll('#view .rows > li').length === 1");
        browser.click("button[aria-label='Remove " + carol + "']");
        browser.await("dialog", "Remove " + carol + " from");
        look("remove", width);
        browser.click("dialog button.main");
        browser.await("#done", carol + " is no member any more.");
        assertThat(members(team)).contains(bob).doesNotContain(carol);
        policyShouldBeKept();
    }

    private String members(String group) {
        return org.webadmin()
                .get(Webadmin.group(group) + "/members")
                .expect(200)
                .body();
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void userShouldAskToJoinAndAnAdministratorLetHimIn(int width) throws IOException {
        String team = group("choir", "Choir", org.user("carol"));
        org.change(team, Map.of("join", "request"));
        openAs(bob, width);
        visit(card(team));
        browser.click("#view .acts button.main");
        browser.type("#words", "I sing bass.");
        look("ask", width);
        browser.click("dialog button.main");
        browser.await("#done", "The administrators of Choir decide.");
        browser.click("#log-out");
        browser.await("#login h1", "Log in");

        logIn(alice);
        browser.await("#view h1", "Choir");
        browser.click("#view .acts a[href$='requests']");
        browser.await(VIEW, "I sing bass.");
        look("requests", width);
        browser.click("#view button[aria-label='Let " + bob + " in']");
        browser.await("#done", bob + " is a member now.");
        browser.await(VIEW, "Nobody asks to join.");
        assertThat(members(team)).contains(bob);
        policyShouldBeKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void memberShouldChooseWhatComesAndSeeTheOwnMessages(int width) throws IOException {
        String team = group("team", "Team", bob, org.user("carol"));
        org.send(bob, Letter.from(bob, "Who brings the salad?").to(team), team);
        org.awaitQuiet();
        openAs(bob, width);
        visit(card(team));
        browser.click("#view details:first-of-type summary");
        browser.click("#each");
        look("delivery", width);
        browser.click("#view details form button");
        browser.await("#done", "Your choice holds from now on.");
        assertThat(members(team)).contains("\"delivery\":\"none\"");

        browser.click("#nav a[href='#/postings']");
        browser.await(VIEW, "Who brings the salad?");
        browser.await(VIEW, "2 have it");
        look("postings", width);
        policyShouldBeKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void contactShouldBeShownWithTheCorrespondence(int width) throws IOException {
        String contactGroup = org.webadmin()
                .post("/contact-groups", Map.of("name", "Suppliers", "domain", org.domain()))
                .expect(201)
                .json()
                .path("id")
                .asText();
        org.webadmin()
                .post(
                        "/contact-groups/" + contactGroup + "/contacts",
                        Map.of(
                                "name",
                                "Ann of Acme",
                                "emails",
                                List.of(Map.of("address", "ann@" + org.domain() + ".test")),
                                "company",
                                "Acme",
                                "shared",
                                true))
                .expect(201);
        org.send(alice, Letter.from(alice, "To bob").to(bob).with("Cc", "ann@" + org.domain() + ".test"), bob);
        openAs(bob, width);
        browser.click("#nav a[href='#/address-book']");
        browser.await(VIEW, "Ann of Acme");
        browser.click("#view a[href^='#/contacts/']");
        browser.await("#view h1", "Ann of Acme");
        browser.await(VIEW, "My messages with this contact");
        look("contact", width);
        policyShouldBeKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void linkThatLeadsNowhereShouldBeSaidWithoutLogIn(int width) throws IOException {
        open("/l/" + "a".repeat(40), "de", width);

        browser.await("#view h1", "Ein Link, der nirgends hinführt");
        look("dead-link", width);
        policyShouldBeKept();
    }

    @Test
    void markupFromOthersShouldBeTextAndNothingElse() throws IOException {
        String carol = org.user("carol");
        String team = group("team", HOSTILE, bob);
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("description", HOSTILE))
                .expect(200);
        org.webadmin()
                .put(Webadmin.member(team, carol), Map.of("name", HOSTILE))
                .expect(204);
        org.change(team, Map.of("moderation", "everyone"));
        org.send(
                bob,
                Letter.from(bob, HOSTILE)
                        .to(team)
                        .with("X-Hostile", HOSTILE)
                        .with("Content-Type", "text/html")
                        .body("<p>" + HOSTILE + "</p>\r\n"),
                team);
        String id = org.awaitHeld(team, 1).get(0).path("id").asText();
        openAs(alice, DESK);

        String group = card(team);
        int number = 0;
        for (String view : List.of(
                "#/address-book",
                "#/groups",
                group,
                group + "/held",
                group + "/settings",
                group + "/files",
                group + "/held/" + Webadmin.encode(id),
                "#/groups/" + Webadmin.encode(HOSTILE),
                group + "/held/" + Webadmin.encode(HOSTILE))) {
            visit(view);
            assertThat(browser.run("return document.querySelectorAll('#view img, body script').length")
                            .asInt())
                    .as(view)
                    .isZero();
            assertThat(browser.run("return document.querySelectorAll('[onclick], [onerror]').length")
                            .asInt())
                    .as(view)
                    .isZero();
            assertThat(browser.run("return window.owned ?? null").isNull())
                    .as(view)
                    .isTrue();
            look("hostile-" + ++number, DESK);
        }
        visit(group);
        browser.await("#view h1", "<img src=x onerror=");
        browser.await(VIEW, "<script>window.owned=1</script>");
        policyShouldBeKept();
        browser.width(TELEPHONE);
        look("hostile", TELEPHONE);
    }

    @Test
    void markupThatSomebodyTriesToMakeShouldBeRefusedByTheBrowser() {
        open("en", DESK);

        assertThat(browser.run("try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); return 'done'; }"
                                + " catch (refused) { return refused.name; }")
                        .asText())
                .isEqualTo("TypeError");
        browser.run(
                "const script = document.createElement('a'); script.setAttribute('href', 'javascript:window.owned=1');"
                        + " document.body.append(script); script.click();");
        assertThat(browser.run("return window.owned ?? null").isNull()).isTrue();
    }

    @Test
    void pageShouldSpeakTheLanguageOfTheBrowserOrTheOneThatWasChosen() throws IOException {
        group("team", "Team", bob);
        open("de-AT,en", DESK);
        browser.await("#login h1", "Anmelden");
        logIn(bob);
        browser.await("#view h1", "Meine Gruppen");
        browser.await(VIEW, "Mitglied als " + bob);
        look("german", DESK);

        browser.click("#languages button[lang=es]");

        browser.await("#view h1", "Mis grupos");
        browser.await(VIEW, "Miembro como " + bob);
        assertThat(browser.run("return document.documentElement.lang").asText()).isEqualTo("es");
        look("spanish", DESK);
        browser.width(TELEPHONE);
        look("spanish", TELEPHONE);
    }

    @Test
    void addressBookShouldBeSearched() throws IOException {
        group("team", "Team", bob);
        group("choir", "Choir", bob);
        openAs(bob, TELEPHONE);
        browser.click("#nav a[href='#/address-book']");
        browser.await(VIEW, "choir@" + org.domain());

        browser.type("#book-q", "team@" + org.domain() + Browser.ENTER);

        browser.await(VIEW, "team@" + org.domain());
        browser.awaitThat("!document.getElementById('view').textContent.includes('choir@')");
        look("address-book", TELEPHONE);
        browser.width(DESK);
        look("address-book", DESK);
    }

    @Test
    void membersShouldBeHiddenFromWhoeverMayNotSeeThem() throws IOException {
        String team = group("team", "Team", alice);
        openAs(bob, DESK);

        visit(card(team));

        browser.await(VIEW, "You may not see the members of this group.");
        assertThat(browser.text(VIEW)).doesNotContain(alice, "Add a member", "Messages that wait");
        visit(below(team, "held"));
        browser.await("#problem", "You may not do this.");
        look("forbidden", DESK);
    }

    @Test
    void keyboardShouldDo() {
        group("team", "Team", bob);
        open("en", DESK);

        // The log-in has the focus from the beginning.
        browser.press(bob + Browser.TAB + PASSWORD + Browser.ENTER);
        browser.await("#view h1", "My groups");
        assertThat(browser.run("return document.activeElement.textContent").asText())
                .isEqualTo("My groups");
        browser.run("document.getElementById('skip').focus()");
        assertThat(browser.run("return document.getElementById('skip').getBoundingClientRect().top")
                        .asDouble())
                .as("the link is seen as soon as it has the focus")
                .isPositive();
        browser.press(Browser.ENTER + Browser.TAB + Browser.ENTER);
        browser.await("#view h1", "Team");
        assertThat(browser.title()).startsWith("Team");
        assertThat(browser.run("return document.activeElement.textContent").asText())
                .isEqualTo("Team");
    }

    @Test
    void wrongPasswordShouldBeSaidAndLogOutShouldEndTheSession() throws IOException {
        open("en", DESK);
        browser.type("#login-user", bob);
        browser.type("#login-password", "wrong" + Browser.ENTER);
        browser.await("#problem", "Please log in with the right mail address and password.");
        look("wrong", DESK);

        browser.run("document.getElementById('login-user').value = ''");
        logIn(bob);
        browser.await("#view h1", "My groups");
        browser.click("#log-out");
        browser.await("#login h1", "Log in");
        assertThat(browser.run("return fetch('/api/me').then(answer => answer.status)")
                        .asInt())
                .isEqualTo(401);
        assertThat(browser.run("return document.getElementById('login-password').value")
                        .asText())
                .isEmpty();
        assertThat(browser.text(VIEW)).isEmpty();
    }

    @Test
    void pageShouldBeDarkWhereThatIsPreferred() throws IOException {
        group("team", "Team", bob);
        open("en", DESK);
        browser.dark();
        look("dark-log-in", DESK);
        logIn(alice);
        browser.await(VIEW, "Team");
        look("dark-groups", DESK);
        browser.click("#view .rows a");
        browser.await(VIEW, bob);
        look("dark-group", DESK);
    }

    @Test
    void pageShouldBeFast() {
        JsonNode paint;
        JsonNode weight;
        // One that has loaded nothing before.
        try (Browser fresh = Browser.open("en", DESK)) {
            fresh.go(origin() + "/");
            fresh.await("#login h1", "");
            paint = fresh.run(
                    "return performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)");
            weight = fresh.run("return [...performance.getEntriesByType('navigation'),"
                    + " ...performance.getEntriesByType('resource')].map(entry => entry.transferSize)");
        }
        int octets = 0;
        for (JsonNode one : weight) {
            octets += one.asInt();
        }
        System.out.printf("first paint after %s ms, %d files, %d octets%n", paint, weight.size(), octets);

        assertThat(paint.path(0).asDouble()).isPositive().isLessThan(SLOWEST_FIRST_PAINT_MILLIS);
        assertThat(weight).hasSizeGreaterThan(10);
        assertThat(octets).isLessThan(50_000);
    }

    private String stored(String address) {
        return org.webadmin().get(Webadmin.group(address)).expect(200).body();
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void administratorShouldChangeSettingsAndNotOverwriteThoseOfOthers(int width) throws IOException {
        String carol = org.user("carol");
        String team = group("team", "Team", bob);
        openAs(alice, width);
        browser.click("#view .rows a");
        browser.click("#view nav a[href$='/settings']");
        browser.await("#view h1", "Settings");
        look("settings", width);

        browser.click("#view form button.main");
        browser.await("#done", "Nothing was changed.");
        browser.type("#set-name", " of the house");
        browser.type("#set-administrators", "\n" + carol);
        browser.click("#set-moderation option[value=everyone]");
        browser.click("#set-memberVisibility option[value=anyone]");
        browser.click("#set-sendAs option[value=administrators]");
        browser.type("#set-maxMessageBytes", "500000");
        browser.type("#set-allowedSenders", "@partner.test\nfriend@far.test");
        browser.type("#set-subjectPrefix", "[team]");
        browser.click("#view form button.main");
        browser.await("#done", "The settings are saved.");

        assertThat(stored(team))
                .contains("Team of the house", carol, "\"moderation\":\"everyone\"", "\"memberVisibility\":\"anyone\"")
                .contains("\"maxMessageBytes\":500000", "@partner.test", "friend@far.test", "[team]")
                .contains("\"senders\":\"internal\"", "\"sendAs\":\"administrators\"");
        browser.run("document.getElementById('set-maxMessageBytes').value = ''");
        browser.click("#view form button.main");
        browser.await("#done", "The settings are saved.");
        assertThat(stored(team)).doesNotContain("maxMessageBytes").contains("everyone");

        org.change(team, Map.of("moderation", "none"));
        browser.click("#set-spam option[value=refuse]");
        browser.click("#view form button.main");
        browser.await("#problem", "Somebody else has changed this meanwhile.");
        assertThat(stored(team)).contains("\"spam\":\"hold\"");
        browser.type("#set-administrators", "\nno address");
        look("settings-stale", width);
        policyShouldBeKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void administratorShouldImportAFileAndSeeWhatWasRejected(int width) throws IOException {
        String team = group("team", "Team", bob);
        String carol = org.user("carol");
        Path file = Files.writeString(
                Distribution.emptyFolder("members-page-file").resolve("members.csv"),
                "Identifier;Name\n" + carol + ";Carol\n" + org.address("nobody") + ";<b>Nobody</b>\n12345678Z;X\n");
        openAs(alice, width);
        visit(below(team, "files"));
        browser.await(VIEW, "Nothing was imported yet.");
        look("files", width);

        browser.type("#file", file.toAbsolutePath().toString());
        browser.click("#view form button.main");
        browser.await("#done", "The import has ended.");
        browser.await(VIEW, "Completed. A try: 1 added, 2 rejected");
        assertThat(members(team)).doesNotContain(carol);
        browser.click("input[name=dryRun]");
        browser.click("#view form button.main");
        browser.await("#done", "The import has ended.");
        browser.await("#view [role=status]", "Completed. 1 added, 2 rejected");
        browser.await("#view table", "Identifier must be a mail address");
        browser.run("document.querySelector('#view table').scrollIntoView()");
        look("imported", width);

        assertThat(members(team)).contains(carol);
        assertThat(browser.run("return fetch(document.querySelector('#view .rows a').href)"
                                + ".then(answer => answer.text())")
                        .asText())
                .startsWith("Identifier;Name;Reason")
                .contains(org.address("nobody"));
        assertThat(browser.run("return [...document.querySelectorAll('#view a[download]')]"
                                + ".reduce((before, link) => before.then(all => fetch(link.href)"
                                + ".then(answer => all + answer.status + ' ')), Promise.resolve(''))")
                        .asText()
                        .strip()
                        .split(" "))
                .hasSizeGreaterThan(4)
                .containsOnly("200");
        policyShouldBeKept();
    }

    @Test
    void longImportShouldShowItsProgress() throws IOException {
        String team = group("team", "Team", bob);
        StringBuilder rows = new StringBuilder("Identifier;Name\n");
        for (int i = 0; i < 20_000; i++) {
            rows.append("member")
                    .append(i)
                    .append("@elsewhere.test;Member ")
                    .append(i)
                    .append('\n');
        }
        Path file =
                Files.writeString(Distribution.emptyFolder("members-page-long").resolve("members.csv"), rows);
        openAs(alice, DESK);
        visit(below(team, "files"));
        browser.type("#file", file.toAbsolutePath().toString());
        browser.click("input[name=dryRun]");
        browser.run("window.seen = new Set(); new MutationObserver(() => {"
                + " const bar = document.querySelector('progress'); if (bar !== null) { seen.add(bar.value); } })"
                + ".observe(document.getElementById('view'), { subtree: true, childList: true, attributes: true })");
        browser.click("#view form button.main");
        browser.await("#view [role=status]", " of 20,000 rows");
        look("progress", DESK);
        // A busy machine takes longer for that many than a browser's patience lasts.
        await().atMost(Duration.ofMinutes(2)).until(() -> browser.text("#done").equals("The import has ended."));

        browser.await("#view [role=status]", "20,000 added");
        assertThat(browser.run("return seen.size").asInt()).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void administratorShouldAddACandidateAndDecideAboutManyMessages(int width) throws IOException {
        String carol = org.user("carol");
        String team = group("team", "Team", bob);
        org.change(team, Map.of("moderation", "everyone"));
        for (String subject : List.of("One", "Two", "Three")) {
            org.send(bob, Letter.from(bob, subject).to(team).body("Please.\r\n"), team);
        }
        org.awaitHeld(team, 3);
        openAs(alice, width);
        browser.click("#view .rows a");
        browser.click("#view summary");
        browser.type("#candidates-q", "carol@" + org.domain() + Browser.ENTER);
        browser.await("#view details", carol);
        look("candidates", width);
        browser.click("button[aria-label='Add " + carol + "']");
        browser.await("#done", carol + " is a member now.");
        assertThat(members(team)).contains(carol);

        visit(below(team, "held"));
        browser.click("#view .acts button.main");
        browser.await("#problem", "Choose messages first.");
        browser.click("input[aria-label='Choose “One”']");
        browser.click("input[aria-label='Choose “Two”']");
        look("held-many", width);
        browser.click("#view .acts button.main");
        browser.await("#done", "2 messages go to the group.");
        browser.click("input[aria-label='Choose “Three”']");
        browser.click("#view .acts button:not(.main)");
        browser.await("dialog", "Reject 1 messages?");
        browser.click("dialog button.main");
        browser.await("#done", "1 messages were rejected.");
        browser.await(VIEW, "No message waits.");
        assertThat(org.inbox(carol).await(2))
                .extracting(letter -> letter.first("Subject").orElseThrow())
                .containsExactlyInAnyOrder("One", "Two");
        policyShouldBeKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void listsOfThoseWhoGetNothingShouldBeKept(int width) throws IOException {
        String inner = group("inner", "Inner", bob);
        String team = group("team", "Team", inner);
        openAs(alice, width);
        visit(below(team, "exclusions"));
        browser.await(VIEW, "Everybody gets mail.");
        browser.type("#exclude", bob);
        browser.click("#view form button.main");
        browser.await("#done", bob + " gets nothing from this group.");
        look("exclusions", width);
        browser.click("button[aria-label='Let " + bob + " in again']");
        browser.await("#done", bob + " gets mail again.");
        browser.await(VIEW, "Everybody gets mail.");

        visit(below(team, "bounces"));
        browser.await(VIEW, "All mail arrives.");
        look("bounces", width);
        policyShouldBeKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void userShouldCreateAGroupAndDisbandIt(int width) throws IOException {
        openAs(bob, width);
        browser.click("#view a[href='#/create']");
        browser.await("#view h1", "Create a group");
        browser.type("#create-address", "choir@" + org.domain());
        browser.type("#create-name", "Choir");
        look("create", width);
        browser.click("#view form button.main");
        browser.await("#done", "The group Choir is there.");
        browser.await("#view h1", "Choir");

        visit(below("choir@" + org.domain(), "settings"));
        browser.type("#confirm", "Chor");
        browser.click("button.bad");
        browser.await("#problem", "Write the name of the group: Choir");
        look("disband", width);
        browser.run("document.getElementById('confirm').value = ''");
        browser.type("#confirm", "Choir");
        browser.click("button.bad");
        browser.await("#done", "The group Choir is disbanded.");
        assertThat(org.webadmin().get(Webadmin.group("choir@" + org.domain())).status())
                .isEqualTo(404);
        policyShouldBeKept();
    }

    @Test
    void pagesOfAdministratorsShouldSpeakOtherLanguages() throws IOException {
        String team = group("team", "Team", bob);
        for (String language : List.of("de", "es")) {
            open(language, TELEPHONE);
            logIn(alice);
            for (String part : List.of("settings", "files", "held", "exclusions", "bounces")) {
                visit(below(team, part));
                assertThat(browser.text("#problem")).as(part).isEmpty();
                look(language + "-" + part, TELEPHONE);
            }
        }
    }

    @Test
    void settingsShouldBeHiddenFromMembers() throws IOException {
        String team = group("team", "Team", bob);
        openAs(bob, DESK);
        visit(card(team));
        assertThat(browser.run("return document.querySelectorAll('#view nav').length")
                        .asInt())
                .isZero();
        visit(below(team, "settings"));
        browser.await(VIEW, "Only administrators see the settings.");
        visit(below(team, "files"));
        browser.await("#problem", "You may not do this.");
        look("files-forbidden", DESK);
    }

    private void logInWithToken() {
        browser.click("#as-postmaster");
        browser.type("#login-token", Tokens.of(server).good() + Browser.ENTER);
        browser.await("#view h1", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {TELEPHONE, DESK})
    void postmasterShouldFindAndChangeAnyGroupAndCreateOne(int width) throws IOException {
        String team = group("zebra", "Zebra club", bob);
        org.change(team, Map.of("listed", false, "join", "open"));
        open("en", width);
        browser.click("#as-postmaster");
        look("token", width);
        browser.type("#login-token", "nonsense" + Browser.ENTER);
        browser.await("#problem", "The server did not take this token.");
        assertThat(browser.run("return document.getElementById('login-token').value")
                        .asText())
                .isEmpty();
        browser.type("#login-token", Tokens.of(server).good() + Browser.ENTER);
        browser.await("#user", "Postmaster postmaster");
        browser.await("#view h1", "All groups");
        assertThat(browser.text("#nav")).contains("All groups").doesNotContain("My messages", "App passwords");

        browser.type("#groups-q", team + Browser.ENTER);
        browser.awaitThat("document.querySelectorAll('#view .rows > li').length === 1");
        look("all-groups", width);
        browser.click("#view .rows a");
        browser.await("#view h1", "Zebra club");
        browser.await(VIEW, bob);
        assertThat(browser.text(VIEW)).contains("Add a member").doesNotContain("Leave the group", "Join the group");
        look("any-group", width);
        for (String part : List.of("held", "files", "bounces", "exclusions")) {
            visit(below(team, part));
            assertThat(browser.text("#problem")).as(part).isEmpty();
        }
        visit(below(team, "settings"));
        browser.type("#set-name", " of all");
        browser.click("#view form button.main");
        browser.await("#done", "The settings are saved.");
        assertThat(stored(team)).contains("Zebra club of all");

        visit("#/create");
        browser.type("#create-address", "choir@" + org.domain());
        browser.type("#create-name", "Choir");
        browser.type("#create-administrators", bob);
        look("create-any", width);
        browser.click("#view form button.main");
        browser.await("#done", "The group Choir is there.");
        assertThat(stored("choir@" + org.domain())).contains("\"administrators\":[\"" + bob + "\"]");
        browser.click("#log-out");
        browser.await("#login h1", "Log in");
        policyShouldBeKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "es"})
    void postmastersPagesShouldSpeakOtherLanguages(String language) throws IOException {
        group("team", "Team", bob);
        open(language, TELEPHONE);
        browser.click("#as-postmaster");
        look(language + "-token", TELEPHONE);
        browser.click("#as-user");
        logInWithToken();
        look(language + "-all-groups", TELEPHONE);
        visit("#/create");
        look(language + "-create-any", TELEPHONE);
    }

    @Test
    void administratorWhoGivesAGroupUpShouldSeeWhatIsLeftOfIt() throws IOException {
        String shown = group("shown", "Shown", bob);
        String hidden = group("hidden", "Hidden", bob);
        org.change(hidden, Map.of("listed", false));
        openAs(alice, DESK);
        for (String team : List.of(shown, hidden)) {
            visit(below(team, "settings"));
            browser.run("document.getElementById('set-administrators').value = ''");
            browser.type("#set-administrators", bob);
            browser.click("#view form button.main");
            browser.await("#done", "You are no administrator of this group any more.");
            browser.await("#view h1", team.equals(shown) ? "Shown" : "My groups");
        }
        look("given-up", DESK);
    }
}
