// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.file.FileMailRepository;

/**
 * James' mail repositories in files under a directory, as a server has them; another one on the same directory is the
 * server after a restart.
 */
final class MailRepositories implements MailRepositoryStore {
    private final Path directory;
    private final Map<MailRepositoryUrl, MailRepository> selected = new ConcurrentHashMap<>();

    MailRepositories(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Protocol> defaultProtocol() {
        return Optional.of(new Protocol("file"));
    }

    @Override
    public MailRepository select(MailRepositoryUrl url) {
        return selected.computeIfAbsent(url, this::open);
    }

    private MailRepository open(MailRepositoryUrl url) {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("[@destinationURL]", url.asString());
        FileMailRepository repository = new FileMailRepository();
        repository.setFileSystem(new Files());
        try {
            repository.configure(configuration);
            repository.init();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return repository;
    }

    @Override
    public Optional<MailRepository> get(MailRepositoryUrl url) {
        return Optional.ofNullable(selected.get(url));
    }

    @Override
    public Stream<MailRepository> getByPath(MailRepositoryPath path) {
        return selected.entrySet().stream()
                .filter(entry -> entry.getKey().getPath().equals(path))
                .map(Map.Entry::getValue);
    }

    @Override
    public Stream<MailRepositoryUrl> getUrls() {
        return selected.keySet().stream();
    }

    private final class Files implements FileSystem {
        @Override
        public InputStream getResource(String url) throws IOException {
            return java.nio.file.Files.newInputStream(getFile(url).toPath());
        }

        @Override
        public File getFile(String url) {
            return directory.resolve(url.replaceFirst("^file://", "")).toFile();
        }

        @Override
        public File getBasedir() {
            return directory.toFile();
        }
    }
}
