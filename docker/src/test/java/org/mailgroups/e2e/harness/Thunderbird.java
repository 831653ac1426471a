// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A Thunderbird without a screen, with a profile of its own for one mail account, driven by its own protocol
 * (Marionette). Scripts run with the rights of Thunderbird itself. Not thread-safe.
 */
public final class Thunderbird implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofMinutes(2);
    private static final int SCRIPT_MILLIS = 60_000;
    private static final int SOCKET_MILLIS = 90_000;
    private static final int MAX_MESSAGE = 10 << 20;

    private final Process program;
    private Socket socket;
    private InputStream input;
    private int lastId;

    private Thunderbird(Process program) {
        this.program = program;
    }

    /** Returns whether this machine has Thunderbird; {@code .ci/mail-clients} installs it. */
    public static boolean isThere() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "thunderbird")));
    }

    /**
     * Starts Thunderbird, and waits until it can be driven.
     *
     * @param profile an empty folder, which it keeps
     * @param user the address of its account; it does not look for mail by itself
     */
    public static Thunderbird open(Path profile, String user) {
        int port = Ports.freePort();
        try {
            Files.createDirectories(profile);
            Files.writeString(profile.resolve("user.js"), settings(port, user));
            ProcessBuilder builder = new ProcessBuilder(
                            "thunderbird",
                            "--headless",
                            "--no-remote",
                            "--marionette",
                            "--remote-allow-system-access",
                            "--profile",
                            profile.toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolveSibling(profile.getFileName() + ".log")
                            .toFile());
            builder.environment().put("HOME", profile.toAbsolutePath().toString());
            Thunderbird started = new Thunderbird(builder.start());
            started.connect(port);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settings(int port, String user) throws IOException {
        Map<String, Object> values = Map.ofEntries(
                Map.entry("marionette.port", port),
                Map.entry("mail.accountmanager.accounts", "account1"),
                Map.entry("mail.accountmanager.defaultaccount", "account1"),
                Map.entry("mail.account.account1.identities", "id1"),
                Map.entry("mail.account.account1.server", "server1"),
                Map.entry("mail.identity.id1.fullName", user),
                Map.entry("mail.identity.id1.useremail", user),
                Map.entry("mail.identity.id1.valid", true),
                Map.entry("mail.server.server1.type", "imap"),
                Map.entry("mail.server.server1.hostname", "127.0.0.1"),
                Map.entry("mail.server.server1.userName", user),
                Map.entry("mail.server.server1.login_at_startup", false),
                Map.entry("mail.server.server1.check_new_mail", false),
                Map.entry("mail.provider.suppress_dialog_on_startup", true),
                Map.entry("mail.shell.checkDefaultClient", false),
                Map.entry("mailnews.start_page.enabled", false),
                Map.entry("app.donation.eoy.version.viewed", 999),
                Map.entry("app.update.enabled", false),
                Map.entry("datareporting.policy.dataSubmissionEnabled", false),
                Map.entry("mail.inappnotifications.enabled", false),
                Map.entry("extensions.update.enabled", false));
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, Object> value : values.entrySet()) {
            lines.append("user_pref(\"")
                    .append(value.getKey())
                    .append("\", ")
                    .append(JSON.writeValueAsString(value.getValue()))
                    .append(");\n");
        }
        return lines.toString();
    }

    private void connect(int port) {
        Awaitility.await("Thunderbird")
                .atMost(START)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    if (!program.isAlive()) {
                        throw new IllegalStateException("Thunderbird has ended");
                    }
                    socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    return true;
                });
        try {
            socket.setSoTimeout(SOCKET_MILLIS);
            input = new BufferedInputStream(socket.getInputStream());
            read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        call("WebDriver:NewSession", Map.of());
        call("Marionette:SetContext", Map.of("value", "chrome"));
        call("WebDriver:SetTimeouts", Map.of("script", SCRIPT_MILLIS));
    }

    private JsonNode call(String command, Object parameters) {
        try {
            byte[] message = JSON.writeValueAsBytes(List.of(0, ++lastId, command, parameters));
            socket.getOutputStream().write((message.length + ":").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(message);
            JsonNode answer = read();
            if (!answer.path(2).isNull()) {
                throw new IllegalStateException(command + ": " + answer.path(2));
            }
            return answer.path(3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a message: its length, a colon, and JSON. */
    private JsonNode read() throws IOException {
        int length = 0;
        for (int digit = input.read(); digit != ':'; digit = input.read()) {
            if (digit < '0' || digit > '9' || length > MAX_MESSAGE) {
                throw new EOFException("Thunderbird says no length but " + digit);
            }
            length = 10 * length + digit - '0';
        }
        return JSON.readTree(input.readNBytes(length));
    }

    /**
     * Runs the body of an asynchronous function, and returns the value of its promise.
     *
     * @param arguments the function has them in {@code given}
     */
    public JsonNode run(String body, Object... arguments) {
        String script = "const given = [...arguments]; const done = given.pop();"
                + " const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');"
                + " const { setTimeout } = ChromeUtils.importESModule('resource://gre/modules/Timer.sys.mjs');"
                + " const until = async what => { for (;;) { const found = await what();"
                + " if (found) { return found; } await new Promise(go => setTimeout(go, 50)); } };"
                + " (async () => {" + body
                + "})().then(value => done({ value }), error => done({ error: String(error) }));";
        JsonNode answer = call(
                        "WebDriver:ExecuteAsyncScript",
                        Map.of("script", script, "args", List.of(arguments), "newSandbox", true))
                .path("value");
        if (answer.has("error")) {
            throw new IllegalStateException(answer.path("error").asText());
        }
        return answer.path("value");
    }

    /** Trusts the certificate that a server has now, as somebody does who is asked whether to. */
    public void trust(int port, Path certificate) {
        try {
            String text = Files.readString(certificate).replaceAll("-----[A-Z ]+-----|\\s", "");
            run(
                    "const db = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);"
                            + " Cc['@mozilla.org/security/certoverride;1'].getService(Ci.nsICertOverrideService)"
                            + ".rememberValidityOverride('127.0.0.1', given[0], {},"
                            + " db.constructX509FromBase64(given[1]), false);",
                    port,
                    text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds an LDAP directory in which addresses are completed from now on. */
    public void addDirectory(String url, String user, String password) {
        run(
                "const id = MailServices.ab.newAddressBook('Directory', given[0],"
                        + " Ci.nsIAbManager.LDAP_DIRECTORY_TYPE);"
                        + " const book = MailServices.ab.getDirectoryFromId(id).QueryInterface(Ci.nsIAbLDAPDirectory);"
                        + " book.authDn = given[1];"
                        + " const login = Cc['@mozilla.org/login-manager/loginInfo;1'].createInstance(Ci.nsILoginInfo);"
                        + " login.init(book.lDAPURL.prePath, null, book.lDAPURL.spec, '', given[2], '', '');"
                        + " await Services.logins.addLoginAsync(login);"
                        + " Services.prefs.setBoolPref('ldap_2.autoComplete.useDirectory', true);"
                        + " Services.prefs.setCharPref('ldap_2.autoComplete.directoryServer', id);",
                url,
                user,
                password);
    }

    /**
     * Looks for address books (CardDAV) on a server, as the dialog of Thunderbird does, and adds all that it finds.
     *
     * @return their names, each followed by {@code " read-only"} if Thunderbird takes it for that
     */
    public List<String> addBooks(String url, String user, String password) {
        JsonNode added = run(
                "const { CardDAVUtils } = ChromeUtils.importESModule('resource:///modules/CardDAVUtils.sys.mjs');"
                        + " const names = [];"
                        + " for (const found of await CardDAVUtils.detectAddressBooks(given[1], given[2], given[0])) {"
                        + " const book = await found.create();"
                        + " names.push(book.dirName + (book.readOnly ? ' read-only' : '')); }"
                        + " return names;",
                url,
                user,
                password);
        List<String> names = new ArrayList<>();
        added.forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Lets the address books of servers be brought up to date, as Thunderbird does now and then. */
    public void sync() {
        run("const { CardDAVDirectory } = ChromeUtils.importESModule('resource:///modules/CardDAVDirectory.sys.mjs');"
                + " for (const book of MailServices.ab.directories) {"
                + " if (book.dirType === Ci.nsIAbManager.CARDDAV_DIRECTORY_TYPE) {"
                + " await CardDAVDirectory.forFile(book.fileName).syncWithServer(); } }");
    }

    /** Returns the names of all cards in the address books of servers. */
    public List<String> cards() {
        JsonNode cards = run("const names = []; for (const book of MailServices.ab.directories) {"
                + " if (book.dirType === Ci.nsIAbManager.CARDDAV_DIRECTORY_TYPE) {"
                + " names.push(...book.childCards.map(card => card.displayName)); } } return names;");
        List<String> names = new ArrayList<>();
        cards.forEach(name -> names.add(name.asText()));
        return names;
    }

    /**
     * Types a text as the recipient of a new message, and returns what Thunderbird offers for it.
     *
     * @param count waits for so many at least; 0 waits for the end of the search
     */
    public List<String> complete(String text, int count) {
        JsonNode offered = run(
                "const parameters = Cc['@mozilla.org/messengercompose/composeparams;1']"
                        + ".createInstance(Ci.nsIMsgComposeParams);"
                        + " parameters.composeFields = Cc['@mozilla.org/messengercompose/composefields;1']"
                        + ".createInstance(Ci.nsIMsgCompFields);"
                        + " parameters.type = Ci.nsIMsgCompType.New;"
                        + " parameters.identity = MailServices.accounts.defaultAccount.defaultIdentity;"
                        + " MailServices.compose.OpenComposeWindowWithParams(null, parameters);"
                        + " const compose = await until(() => Services.wm.getMostRecentWindow('msgcompose'));"
                        + " const to = await until(() => compose.document.readyState === 'complete'"
                        + " && compose.gMsgCompose && compose.document.getElementById('toAddrInput'));"
                        + " to.focus(); to.attachController(); to.value = given[0];"
                        + " to.controller.startSearch(given[0]);"
                        + " const { controller } = to; let rounds = 0;"
                        + " await until(() => ++rounds > 600 || (controller.searchStatus >= 3"
                        + " && controller.matchCount >= given[1]));"
                        + " const found = []; for (let i = 0; i < controller.matchCount; i++) {"
                        + " found.push(controller.getFinalCompleteValueAt(i)); }"
                        + " compose.gMsgCompose.bodyModified = false; compose.gContentChanged = false; compose.close();"
                        + " return found;",
                text,
                count);
        List<String> values = new ArrayList<>();
        offered.forEach(value -> values.add(value.asText()));
        return values;
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end();
        }
    }

    private void end() {
        List<ProcessHandle> all = Stream.concat(program.descendants(), Stream.of(program.toHandle()))
                .toList();
        program.destroy();
        try {
            if (!program.waitFor(10, TimeUnit.SECONDS)) {
                program.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
