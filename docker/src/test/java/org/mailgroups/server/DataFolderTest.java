// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path parent;

    @Test
    void takeShouldMakeAFolderThatIsPrivate() throws Exception {
        DataFolder folder = DataFolder.take(parent.resolve("a/b"), Duration.ZERO);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
    }

    @Test
    void takeShouldRefuseAFolderThatAServerHas() throws Exception {
        DataFolder first = DataFolder.take(parent, Duration.ZERO);

        assertThatThrownBy(() -> DataFolder.take(parent, Duration.ZERO))
                .isInstanceOf(StartException.class)
                .hasMessage("another server is running on " + first.path()
                        + ": stop it, or name another folder with --data");
    }

    @Test
    void takeShouldSayWhereItCannotWrite() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.take(file, Duration.ZERO))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot write in " + file);
    }
}
