// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DerbyGroupArchiveTest extends GroupArchiveContract {
    @TempDir
    static Path directory;

    @Override
    StoreConfiguration configuration() {
        return new StoreConfiguration.EmbeddedDerby(directory.resolve("groups"));
    }
}
