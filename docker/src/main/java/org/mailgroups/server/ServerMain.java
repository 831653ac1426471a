// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mailgroups.server.dkim.DkimKey;
import org.mailgroups.server.log.Neutral;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Starts the server. {@code bin/james-mail-groups} calls it.
 *
 * <p>It needs two system properties: {@code mailgroups.home} is the folder of the program, {@code mailgroups.conf} that
 * of the configuration. The configuration files read the options as {@code ${sys:mailgroups...}}.
 */
public final class ServerMain {

    /** Ends the process within 10 s of SIGTERM, which is how long Docker waits. */
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(9);

    /** A server that was told to stop may need as long, and somebody may start the next one at once. */
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(10);

    private ServerMain() {}

    /**
     * Starts the server and returns; the server runs on until SIGTERM. If the start fails, prints the reason in one
     * line on standard error and exits with 1.
     */
    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            start(
                    Options.parse(words),
                    Gateway.parse(System.getenv("GATEWAY")),
                    ServerName.parse(System.getenv("SERVER_NAME")));
        } catch (StartException e) {
            System.err.println("james-mail-groups: " + Neutral.text(e.getMessage()));
            System.exit(1);
        }
    }

    private static void start(Options options, Optional<Gateway> gateway, ServerName name) throws StartException {
        Directories directories = new Directories(folder("mailgroups.home"), folder("mailgroups.conf"), options.data());
        Ports ports = new Ports(options);
        ConfigurationFiles.requireReadable(directories.conf());
        // A server that stops has its ports until it leaves the folder.
        DataFolder data = DataFolder.take(options.data(), PATIENCE_AT_START);
        ports.requireFree();
        AdminToken token = new AdminToken(data.path(), Clock.systemUTC());
        makeKeys(data, token);
        tellConfiguration(options, gateway, name, directories);
        sendAllToOneLog();

        RunningServer server = RunningServer.start(directories, options.data().resolve("logs/james.log"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(PATIENCE_AT_END), "shutdown"));
        ports.requireAnswers();
        System.out.println("ready");
        if (options.demo()) {
            new Demo(options, token, System.out).run();
        }
    }

    private static void makeKeys(DataFolder data, AdminToken token) throws StartException {
        try {
            TlsCertificate.ensure(data.path().resolve("keys"), Clock.systemUTC());
            makeSigningKey(data.path().resolve("keys"));
            token.ensure();
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException("cannot make the keys under " + data.path() + ": " + e, e);
        }
    }

    /**
     * Makes the key that groups' copies can be signed with, unless there is one, and keeps its record beside it. A
     * postmaster may bring another key: its record is made at the next start.
     */
    private static void makeSigningKey(Path keys) throws IOException, GeneralSecurityException {
        Path file = keys.resolve("dkim.key");
        Path record = keys.resolve("dkim.txt");
        if (!Files.exists(file)) {
            PrivateFile.write(
                    file, PrivateFile.pem("PRIVATE KEY", DkimKey.make().der()));
        }
        String line = DkimKey.read(file).record();
        if (!Files.exists(record) || !Files.readString(record).equals(line + "\n")) {
            PrivateFile.write(record, line + "\n");
            System.out.println(
                    "dkim: to sign copies, put this record into the DNS of your domain, and name the domain in"
                            + " DKIM_DOMAINS; it is kept in " + record + "\n" + line);
        }
    }

    /** Sets the properties that the files under {@code conf} refer to, before anything reads these files. */
    private static void tellConfiguration(
            Options options, Optional<Gateway> gateway, ServerName name, Directories directories) {
        System.setProperty("mailgroups.data", options.data().toString());
        System.setProperty("mailgroups.bind", options.bind());
        System.setProperty("mailgroups.smtp.port", Integer.toString(options.smtp()));
        System.setProperty("mailgroups.submission.port", Integer.toString(options.submission()));
        System.setProperty("mailgroups.imap.port", Integer.toString(options.imap()));
        System.setProperty("mailgroups.webadmin.bind", options.webadminBind());
        System.setProperty("mailgroups.webadmin.port", Integer.toString(options.webadmin()));
        System.setProperty("mailgroups.members.bind", options.membersBind());
        System.setProperty("mailgroups.members.port", Integer.toString(options.members()));
        System.setProperty("mailgroups.webadmin.url", options.webadminUrl());
        System.setProperty("mailgroups.tls.required", Boolean.toString(options.mailIsPublic()));
        System.setProperty("mailgroups.name", name.value());
        System.setProperty("mailgroups.gateway", gateway.map(Gateway::toString).orElse(""));

        System.setProperty(
                "logback.configurationFile",
                directories.conf().resolve("logback.xml").toString());
        System.setProperty(
                "extra.props", directories.conf().resolve("jvm.properties").toString());
        System.setProperty(
                "derby.stream.error.file",
                options.data().resolve("logs/derby.log").toString());
        // We report a start that fails, in one line.
        System.setProperty("james.exit.on.startup.error", "false");
    }

    /** Takes what would be printed as it is into the log, which makes it harmless. */
    private static void sendAllToOneLog() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) ->
                LoggerFactory.getLogger(ServerMain.class).error("The thread {} has failed", thread.getName(), error));
    }

    private static Path folder(String property) throws StartException {
        String value = System.getProperty(property);
        if (value == null || !Files.isDirectory(Path.of(value))) {
            throw new StartException(property + " needs to name a folder, not: " + value);
        }
        return Path.of(value).toAbsolutePath().normalize();
    }
}
