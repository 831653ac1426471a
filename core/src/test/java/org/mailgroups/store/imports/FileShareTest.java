// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.imports.FileShare;
import org.mailgroups.store.StoreContract;
import org.mailgroups.store.StoreDatabase;
import org.mailgroups.value.NotFoundException;

class FileShareTest extends StoreContract {
    private FileShare files;

    @BeforeEach
    void share() {
        files = store.files();
    }

    private byte[] read(String name) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        assertThat(files.copyTo(name, output)).isTrue();
        return output.toByteArray();
    }

    @Test
    void onlyADatabaseOfItsOwnShouldBeShared() {
        assertThat(files.isShared()).isEqualTo(kind == StoreDatabase.POSTGRESQL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (256 << 10) - 1, 256 << 10, (256 << 10) + 1, 3 << 20})
    void fileShouldComeBackAsItWas(int length) throws IOException {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);

        files.keep("a", new ByteArrayInputStream(octets));
        files.keep("b", new ByteArrayInputStream(new byte[] {1}));

        assertThat(read("a")).isEqualTo(octets);
        files.remove("a");
        assertThat(files.copyTo("a", new ByteArrayOutputStream())).isFalse();
        assertThat(read("b")).containsExactly(1);
        files.remove("b");
    }

    @Test
    void nothingShouldBeKeptWhenTheFileCannotBeReadToItsEnd() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();

        assertThatThrownBy(() ->
                        files.keep("c", new SequenceInputStream(new ByteArrayInputStream(new byte[1 << 20]), broken)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("c")).isInstanceOf(AssertionError.class);
    }

    @Test
    void fileShouldBeForgottenWhenNoTaskComesForIt() throws IOException {
        files.keep("old", new ByteArrayInputStream(new byte[] {1}));
        execute("UPDATE staged_file SET kept_at = "
                + NOW.minus(FileShare.KEPT).minusMillis(1).toEpochMilli() + " WHERE name = 'old'");

        files.keep("new", new ByteArrayInputStream(new byte[] {2}));
        files.removeOld();

        assertThat(files.copyTo("old", new ByteArrayOutputStream())).isFalse();
        assertThat(read("new")).containsExactly(2);
        files.remove("new");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void fileThatHasLostPartsShouldBeRefused(int lost) throws IOException {
        files.keep("cut", new ByteArrayInputStream(new byte[1 << 20]));
        execute("DELETE FROM staged_file WHERE name = 'cut' AND part = " + lost);

        assertThatThrownBy(() -> files.copyTo("cut", OutputStream.nullOutputStream()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("upload the file again");
        files.remove("cut");
    }

    private void execute(String sql) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
