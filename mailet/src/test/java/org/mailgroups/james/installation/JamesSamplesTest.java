// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is said of the configurations that James' own servers come with: everything that is missing before the edits of
 * the page about installing, and nothing after them. The files here have the processors, mailets and handlers of
 * James' samples, and nothing else of them.
 */
class JamesSamplesTest {
    private static final Path PAGE = Path.of("../docs/install-on-your-james.md");

    private static final String DELIVERY_BY_MAILETS =
            """
            <mailet match="RecipientIsLocal" class="Sieve"/>
            <mailet match="RecipientIsLocal" class="AddDeliveredToHeader"/>
            <mailet match="RecipientIsLocal" class="LocalDelivery"/>
            """;

    private static final String REWRITING =
            """
            <mailet match="All" class="RecipientRewriteTable"><errorProcessor>rrt-error</errorProcessor></mailet>
            """;

    /** The servers of James, and what their {@code mailetcontainer.xml} has. */
    enum Sample {
        /** The protocol of its repositories is {@code file}. */
        JPA("file", 3, REWRITING + DELIVERY_BY_MAILETS, ""),
        POSTGRES("postgres", 3, REWRITING + DELIVERY_BY_MAILETS, ""),
        MEMORY(
                "memory",
                3,
                REWRITING
                        + "<mailet match=\"RecipientIsLocal\" class=\"ToProcessor\">"
                        + "<processor>local-delivery</processor></mailet>",
                "<processor state=\"local-delivery\">"
                        + "<mailet match=\"All\" class=\"VacationMailet\"/>"
                        + "<mailet match=\"All\" class=\"Sieve\"/>"
                        + "<mailet match=\"All\" class=\"LocalDelivery\"/></processor>");

        private final String protocol;
        private final int smtpServers;
        private final String transport;
        private final String ownProcessors;

        Sample(String protocol, int smtpServers, String transport, String ownProcessors) {
            this.protocol = protocol;
            this.smtpServers = smtpServers;
            this.transport = transport;
            this.ownProcessors = ownProcessors;
        }

        String mailets() {
            return "<mailetcontainer><processors>"
                    + processor(
                            "root",
                            "<mailet match=\"All\" class=\"ToProcessor\"><processor>transport</processor>"
                                    + "</mailet>")
                    + processor("error", toRepository("error"))
                    + processor(
                            "transport",
                            "<mailet match=\"All\" class=\"RemoveMimeHeader\"><name>bcc</name></mailet>"
                                    + transport
                                    + "<mailet match=\"HostIsLocal\" class=\"ToProcessor\">"
                                    + "<processor>local-address-error</processor></mailet>"
                                    + "<mailet match=\"relay-allowed\" class=\"ToProcessor\">"
                                    + "<processor>relay</processor></mailet>")
                    + processor(
                            "relay",
                            "<mailet match=\"All\" class=\"RemoteDelivery\"><outgoingQueue>outgoing</outgoingQueue>"
                                    + "<bounceProcessor>bounces</bounceProcessor></mailet>")
                    + ownProcessors
                    + processor("local-address-error", toRepository("address-error"))
                    + processor("relay-denied", toRepository("relay-denied"))
                    + processor("bounces", "<mailet match=\"All\" class=\"DSNBounce\"/>")
                    + processor("rrt-error", toRepository("rrt-error"))
                    + "</processors></mailetcontainer>";
        }

        private String toRepository(String name) {
            return "<mailet match=\"All\" class=\"ToRepository\"><repositoryPath>" + protocol + "://var/mail/" + name
                    + "/</repositoryPath></mailet>";
        }

        private static String processor(String state, String mailets) {
            return "<processor state=\"" + state + "\">" + mailets + "</processor>";
        }

        String smtp() {
            String server = "<smtpserver enabled=\"true\"><handlerchain>"
                    + "<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>"
                    + "<handler class=\"org.apache.james.smtpserver.CoreCmdHandlerLoader\"/>"
                    + "</handlerchain></smtpserver>";
            return "<smtpservers>" + server.repeat(smtpServers) + "</smtpservers>";
        }

        String repositories() {
            return "<mailrepositorystore><defaultProtocol>" + protocol
                    + "</defaultProtocol><mailrepositories><mailrepository><protocols><protocol>" + protocol
                    + "</protocol></protocols></mailrepository></mailrepositories></mailrepositorystore>";
        }
    }

    private static String block(String name) {
        try {
            Matcher block = Pattern.compile("<!-- " + Pattern.quote(name) + " -->\n```[a-z]*\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(PAGE));
            assertThat(block.find()).as("the page has a block for " + name).isTrue();
            return block.group(1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PropertiesConfiguration properties(String text) throws ConfigurationException, IOException {
        PropertiesConfiguration properties = new PropertiesConfiguration();
        properties.read(new StringReader(text));
        return properties;
    }

    private static XMLConfiguration xml(String text) throws ConfigurationException {
        XMLConfiguration xml = new XMLConfiguration();
        new FileHandler(xml).load(new StringReader(text));
        return xml;
    }

    private static final String WEBADMIN = "enabled=true\nport=8000\nhost=localhost\n";

    private static List<String> faultsBefore(Sample sample) throws Exception {
        return new Installation(
                        properties(""),
                        properties(""),
                        properties(WEBADMIN),
                        properties(""),
                        xml(sample.mailets()),
                        xml(sample.smtp()),
                        xml(sample.repositories()))
                .faults();
    }

    private static List<String> faultsAfter(Sample sample) throws Exception {
        String mailets = sample.mailets()
                .replaceFirst(
                        "(?s)<mailet match=\"All\" class=\"RecipientRewriteTable\">.*?</mailet>",
                        Matcher.quoteReplacement(block("mailetcontainer.xml: transport")))
                .replace("</processors>", block("mailetcontainer.xml: processors") + "</processors>");
        String smtp = sample.smtp()
                .replaceAll("(?s)<handlerchain>.*?</handlerchain>", Matcher.quoteReplacement(block("smtpserver.xml")));
        return new Installation(
                        properties(block("extensions.properties")),
                        properties(block("healthcheck.properties")),
                        properties(WEBADMIN + block("webadmin.properties")),
                        properties(block("groups.properties")),
                        xml(mailets),
                        xml(smtp),
                        xml(sample.repositories()))
                .faults();
    }

    @ParameterizedTest
    @EnumSource
    void faultsShouldNameWhatIsMissingWhenAServerIsAsJamesShipsIt(Sample sample) throws Exception {
        List<String> faults = faultsBefore(sample);

        assertThat(faults)
                .contains(
                        "mailetcontainer.xml: no processor has the mailet org.mailgroups.james.GroupExpansion:"
                                + " groups get no mail",
                        "extensions.properties: guice.extension.module lacks org.mailgroups.james.GroupsModule");
        for (int number = 1; number <= sample.smtpServers; number++) {
            String server = "smtpserver.xml: <smtpserver> number " + number;
            assertThat(faults)
                    .contains(server + " lacks org.mailgroups.james.GroupRcptHandler")
                    .anyMatch(fault -> fault.startsWith(server + " has org.apache.james.smtpserver.fastfail"));
        }
        assertThat(faults)
                .filteredOn(fault -> fault.startsWith("healthcheck.properties"))
                .hasSameSizeAs(Installation.HEALTH_CHECKS);
        assertThat(faults)
                .filteredOn(fault -> fault.startsWith("webadmin.properties"))
                .hasSameSizeAs(Installation.ROUTES);
    }

    @ParameterizedTest
    @EnumSource
    void faultsShouldBeNoneWhenAServerIsAsThePageWantsIt(Sample sample) throws Exception {
        assertThat(faultsAfter(sample)).isEmpty();
    }
}
