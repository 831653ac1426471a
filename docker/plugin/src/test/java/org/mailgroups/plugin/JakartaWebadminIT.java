// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Webadmin as James 3.9 has it: Spark 3, Jetty 12 and {@code jakarta.servlet} with the jar for James 3.9. Tests that
 * webadmin passes in James 3.8 are run once more there.
 */
class JakartaWebadminIT {
    private static James39Loader james39;

    @BeforeAll
    static void load() throws IOException {
        james39 = James39Loader.create();
    }

    @AfterAll
    static void close() throws IOException {
        james39.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.mailgroups.webadmin.BodyTest",
                "org.mailgroups.webadmin.RoutesTest",
                "org.mailgroups.webadmin.contact.ContactRoutesTest"
            })
    void testShouldPassAsWellWhenRunOnWhatJames39Has(String test) throws Exception {
        TestExecutionSummary summary = run(james39.loadClass(test));

        assertThat(summary.getFailures()).as(failures(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isPositive();
    }

    @Test
    void webadminShouldStandOnSpark3WhenItIsTriedHere() throws Exception {
        assertThat(james39.loadClass("spark.Request")
                        .getMethod("raw")
                        .getReturnType()
                        .getName())
                .isEqualTo("jakarta.servlet.http.HttpServletRequest");
    }

    private static TestExecutionSummary run(Class<?> test) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(test))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestEngineAutoRegistration(false)
                        .addTestEngines(new JupiterTestEngine())
                        .build())
                .execute(request, listener);
        return listener.getSummary();
    }

    private static String failures(TestExecutionSummary summary) {
        StringWriter text = new StringWriter();
        summary.printFailuresTo(new PrintWriter(text, true), 3);
        return text.toString();
    }
}
