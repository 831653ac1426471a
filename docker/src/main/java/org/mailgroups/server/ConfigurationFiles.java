// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Looks at the files of the configuration before James does. James does not say which file it cannot read. */
final class ConfigurationFiles {
    private static final Set<String> READ = Set.of(
            "batchsizes.properties",
            "dnsservice.xml",
            "domainlist.xml",
            "extensions.properties",
            "groups.properties",
            "healthcheck.properties",
            "imapserver.xml",
            "jvm.properties",
            "listeners.xml",
            "lmtpserver.xml",
            "logback.xml",
            "mailetcontainer.xml",
            "mailrepositorystore.xml",
            "managesieveserver.xml",
            "pop3server.xml",
            "recipientrewritetable.xml",
            "smtpserver.xml",
            "usersrepository.xml",
            "webadmin.properties");

    private ConfigurationFiles() {}

    /**
     * Looks at the files that James or the plugin reads. Others may lie beside them, such as an older version of one.
     *
     * @throws StartException if a file cannot be read, or is no XML although its name says so; it names the place
     */
    static void requireReadable(Path folder) throws StartException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(ConfigurationFiles::isRead)
                    .sorted()
                    .toList()) {
                requireReadableFile(file);
            }
        } catch (IOException e) {
            throw new StartException("cannot read the folder of the configuration, " + folder + ": " + e, e);
        }
    }

    private static boolean isRead(Path file) {
        return READ.contains(file.getFileName().toString());
    }

    private static void requireReadableFile(Path file) throws StartException {
        try (InputStream content = Files.newInputStream(file)) {
            if (file.toString().endsWith(".xml")) {
                SAXParserFactory factory = SAXParserFactory.newInstance();
                factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
                factory.newSAXParser().parse(content, new DefaultHandler());
            }
        } catch (SAXParseException e) {
            throw new StartException(
                    file + ", line " + e.getLineNumber() + ", is no XML: " + e.getMessage() + "; mend that line", e);
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new StartException("cannot read " + file + ": " + e + "; make it readable for this user", e);
        }
    }
}
