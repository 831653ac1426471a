// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.smtpserver.DataLineJamesMessageHookHandler;
import org.apache.james.smtpserver.netty.SmtpMetricsImpl;
import org.junit.jupiter.api.Test;

class DoorServerTest {
    private static final String WELL_FORMED = "org.mailgroups.james.WellFormed";
    private static final String DATA_LINES = DataLines.class.getName();

    private final List<String> chain = new ArrayList<>();
    private final List<Configuration> ofDataLines = new ArrayList<>();

    /** Starts a server as far as its chain is loaded. */
    private void load(BaseHierarchicalConfiguration configuration) throws Exception {
        configuration.setProperty("bind", "127.0.0.1:0");
        configuration.setProperty("handlerchain[@enableJmx]", "false");
        DoorServer server = new DoorServer(new SmtpMetricsImpl(new RecordingMetricFactory()));
        server.setProtocolHandlerLoader(new Recorder());
        server.configure(configuration);
        server.preInit();
    }

    private final class Recorder implements ProtocolHandlerLoader {
        @Override
        public ProtocolHandler load(String name, Configuration configuration) {
            if (name.equals(CoreHandlers.class.getName())) {
                return new CoreHandlers();
            }
            chain.add(name);
            if (name.equals(DATA_LINES)) {
                ofDataLines.add(configuration);
            }
            return new ProtocolHandler() {};
        }
    }

    @Test
    void chainShouldHaveDataLinesBeforeAnythingKeepsALineWhenTheConfigurationHasNone() throws Exception {
        BaseHierarchicalConfiguration old = new BaseHierarchicalConfiguration();
        old.addProperty("handlerchain.handler(-1)[@class]", WELL_FORMED);

        load(old);

        assertThat(chain)
                .containsOnlyOnce(DATA_LINES)
                .containsSubsequence(WELL_FORMED, DATA_LINES, DataLineJamesMessageHookHandler.class.getName());
    }

    @Test
    void chainShouldHaveDataLinesWhenTheConfigurationHasNoHandler() throws Exception {
        load(new BaseHierarchicalConfiguration());

        assertThat(chain).containsOnlyOnce(DATA_LINES);
    }

    @Test
    void chainShouldKeepTheConfiguredDataLines() throws Exception {
        BaseHierarchicalConfiguration current = new BaseHierarchicalConfiguration();
        current.addProperty("handlerchain.handler(-1)[@class]", WELL_FORMED);
        current.addProperty("handlerchain.handler(-1)[@class]", DATA_LINES);
        current.addProperty("handlerchain.handler(1).maxHeaderBytes", "7");

        load(current);

        assertThat(chain).containsOnlyOnce(DATA_LINES);
        assertThat(ofDataLines.get(0).getInt("maxHeaderBytes")).isEqualTo(7);
    }
}
