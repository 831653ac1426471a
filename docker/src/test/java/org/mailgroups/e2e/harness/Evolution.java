// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Evolution's data server, which keeps a copy of an address book for the programs of GNOME. It runs in a folder and on
 * a message bus of its own, on which there is no key ring that would ask somebody. A script drives it. Not thread-safe.
 */
public final class Evolution implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 60;

    /** Which programs the bus of every session starts. */
    private static final Path SERVICES = Path.of("/usr/share/dbus-1/services");

    /** Those of Debian: another Python need not know GNOME's libraries. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final String BUS =
            """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
              "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>unix:tmpdir=/tmp</listen>
              <servicedir>%s</servicedir>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow eavesdrop="true"/>
                <allow own="*"/>
              </policy>
            </busconfig>
            """;

    private final Process program;
    private final BufferedReader answers;
    private final Writer commands;
    private final Path said;
    private final boolean isReadOnly;

    private Evolution(Process program, Path said) throws IOException {
        this.program = program;
        this.said = said;
        this.answers = program.inputReader(StandardCharsets.UTF_8);
        this.commands = new OutputStreamWriter(program.getOutputStream(), StandardCharsets.UTF_8);
        this.isReadOnly = answer().path("readOnly").asBoolean();
    }

    /** Returns whether this machine has it; {@code .ci/mail-clients} installs it. */
    public static boolean isThere(Path folder) {
        try {
            Process check = start(folder, folder.resolve("check.log"), List.of("check"));
            return check.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && check.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Lets it find the user's book, and make a copy.
     *
     * @param folder for its settings and its copy
     * @param certificate of the server
     */
    public static Evolution of(Path folder, URI server, Path certificate, String user, String password) {
        Path said = folder.resolve("said.log");
        try {
            Process program = start(
                    folder,
                    said,
                    List.of(
                            server.getHost(),
                            Integer.toString(server.getPort()),
                            certificate.toString(),
                            user,
                            password));
            return new Evolution(program, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(Path folder, Path said, List<String> arguments) throws IOException {
        Path script = folder.resolve("address-book.py");
        try (InputStream source = Evolution.class.getResourceAsStream("/evolution/address-book.py")) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(
                List.of("dbus-run-session", "--config-file=" + bus(folder), "--", PYTHON, script.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(said.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("HOME", folder.toString());
        for (String kind : List.of("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "RUNTIME_DIR")) {
            Path own = folder.resolve(kind);
            Files.createDirectories(own);
            environment.put("XDG_" + kind, own.toString());
        }
        environment.put("GSETTINGS_BACKEND", "memory");
        // This machine need not have a network, and the server is on it.
        environment.put("GIO_USE_NETWORK_MONITOR", "base");
        return builder.start();
    }

    /** Writes the settings of a bus that starts the data server and nothing else. */
    private static Path bus(Path folder) throws IOException {
        Path services = folder.resolve("services");
        Files.createDirectories(services);
        try (DirectoryStream<Path> own =
                Files.newDirectoryStream(SERVICES, "org.gnome.evolution.dataserver.{Sources,AddressBook}*")) {
            for (Path service : own) {
                Files.copy(service, services.resolve(service.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return Files.writeString(folder.resolve("bus.xml"), BUS.formatted(services));
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("Evolution's data server ended: " + Files.readString(said));
        }
        return JSON.readTree(line);
    }

    /** Returns whether programs take the book for one that cannot be changed. */
    public boolean isReadOnly() {
        return isReadOnly;
    }

    /** Lets it ask for news, and returns the cards of its copy soon after, as text. */
    public List<String> cards() {
        try {
            commands.write("\n");
            commands.flush();
            return JSON.convertValue(answer(), new TypeReference<List<String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        program.descendants().forEach(ProcessHandle::destroy);
        program.destroy();
    }
}
