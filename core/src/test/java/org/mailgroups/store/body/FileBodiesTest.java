// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.store.StoreDatabase;
import org.mailgroups.value.StoreUnavailableException;

class FileBodiesTest extends BodiesContract {
    @TempDir
    Path folder;

    @Override
    Bodies bodies() {
        return new FileBodies(folder.resolve("deep/postings"), CLOCK);
    }

    private Path place(UUID posting) {
        return folder.resolve("deep/postings").resolve(posting.toString());
    }

    @Override
    void age(UUID posting) throws IOException {
        Files.setLastModifiedTime(
                place(posting), FileTime.from(NOW.minus(Bodies.LEFT_ALONE).minusMillis(1)));
    }

    @Override
    long traces(UUID posting) throws IOException {
        if (Files.notExists(place(posting))) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(place(posting))) {
            return files.count();
        }
    }

    @Test
    void nobodyElseShouldReadABody() throws IOException {
        bodies.keep(posting, 0, new ByteArrayInputStream(octets(1)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place(posting))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(place(posting).resolve("0"))))
                .isEqualTo("rw-------");
    }

    @Test
    void bodyThatACrashLeftShouldBeKnownAndGo() throws IOException {
        Files.createDirectories(place(posting));
        Files.writeString(place(posting).resolve("0.part"), "half");
        age(posting);

        assertThat(bodies.kept()).containsExactly(posting);
        bodies.remove(bodies.kept());
        assertThat(traces(posting)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"note.txt", "1-1-1-1-1", "a-b-c-d-e", "0.part"})
    void otherFilesShouldBeLeftAlone(String name) throws IOException {
        Path note = folder.resolve("deep/postings").resolve(name);
        Files.writeString(note, "mine");
        Files.setLastModifiedTime(note, FileTime.fromMillis(0));

        assertThat(bodies.kept()).isEmpty();
        assertThat(note).exists();
    }

    @Test
    void folderThatCannotBeUsedShouldBeNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new FileBodies(file, CLOCK))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the folder of postings, " + file + ", cannot be written");
    }

    @Test
    void postgresShouldKeepBodiesInTheDatabase() {
        assertThat(store.bodies()).isInstanceOf(kind == StoreDatabase.DERBY ? FileBodies.class : CachedBodies.class);
    }
}
