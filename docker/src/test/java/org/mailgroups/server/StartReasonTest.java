// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartReasonTest {
    @TempDir
    Path conf;

    @Test
    void reasonShouldBeFoundWhenGuiceHasSeveral() {
        ProvisionException both = new ProvisionException(List.of(
                new Message(List.of(), "first", new IllegalStateException("outer", new IOException("disk is full\nx"))),
                new Message(List.of(), "second", new IllegalArgumentException("other"))));

        assertThat(StartReason.of(new RuntimeException("James", both))).contains("IllegalArgumentException: other");
        assertThat(StartReason.of(new ProvisionException(
                        both.getErrorMessages().stream().limit(1).toList())))
                .isEqualTo("IOException: disk is full");
    }

    @Test
    void reasonShouldSayWhereAClassMustBeWhenItIsMissing() {
        assertThat(StartReason.of(new RuntimeException(new ClassNotFoundException("org.example.Route"))))
                .contains("org.example.Route", "extensions-jars");
    }

    @Test
    void reasonShouldEndWhenCausesGoInCircles() {
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);

        assertThat(StartReason.of(one)).isEqualTo("Exception: one");
    }

    @Test
    void requireReadableShouldNameFileAndLineWhenItIsNoXml() throws Exception {
        Files.writeString(conf.resolve("a.properties"), "x=1");
        Files.writeString(conf.resolve("good.xml"), "<a>\n<b/></a>");
        assertThatCode(() -> ConfigurationFiles.requireReadable(conf)).doesNotThrowAnyException();

        Files.writeString(conf.resolve("smtpserver.xml"), "<a>\n<b>\n</a>");

        assertThatThrownBy(() -> ConfigurationFiles.requireReadable(conf))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("smtpserver.xml, line 3");
    }

    @Test
    void requireReadableShouldNotMindAFileThatNobodyReads() throws Exception {
        Files.writeString(conf.resolve("old.xml"), "<a>\n<b>\n</a>");
        Files.writeString(conf.resolve("smtpserver.xml.bak"), "");

        assertThatCode(() -> ConfigurationFiles.requireReadable(conf)).doesNotThrowAnyException();
    }

    @Test
    void requireReadableShouldLookAtEachFileThatIsShipped() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("../conf"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".xml")).toList()) {
                Path broken = conf.resolve(file.getFileName().toString());
                Files.writeString(broken, "<a>");
                assertThatThrownBy(() -> ConfigurationFiles.requireReadable(conf))
                        .isInstanceOf(StartException.class)
                        .hasMessageContaining(broken.toString());
                Files.delete(broken);
            }
        }
    }
}
