// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.imports;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.ImportWarning;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.imports.history.Rejection;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.value.NotFoundException;

/**
 * The history of imports in the database. As writers come one at a time, no two imports into one target begin at
 * once.
 */
public final class JdbiImportHistory implements ImportHistory {
    /**
     * How long a running import may be silent before it is taken for dead: several times as long as one batch may
     * wait for other writers.
     */
    static final Duration SILENCE = Duration.ofMinutes(10);

    private final Transactions transactions;

    public JdbiImportHistory(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void submit(NewImport wanted) {
        write(transaction -> {
            ImportTable imports = new ImportTable(transaction.handle());
            imports.deleteAllButNewest(wanted.target(), KEPT_PER_TARGET - 1);
            imports.insert(wanted, transaction.version(), transaction.now());
            return true;
        });
    }

    @Override
    public void assignTask(UUID id, UUID taskId) {
        write(transaction -> new ImportTable(transaction.handle()).setTask(id, taskId));
    }

    @Override
    public boolean tryStart(UUID id) {
        return write(transaction -> {
            ImportTable imports = new ImportTable(transaction.handle());
            String target = imports.find(id)
                    .orElseThrow(() -> new NotFoundException("there is no import " + id))
                    .target()
                    .key();
            imports.interruptSilent(target, transaction.now().minus(SILENCE), transaction.now());
            if (imports.isAnyRunning(target)) {
                return false;
            }
            imports.start(id, transaction.now());
            return true;
        });
    }

    @Override
    public void progress(UUID id, ImportCounts counts) {
        write(transaction -> new ImportTable(transaction.handle()).setProgress(id, counts, transaction.now()));
    }

    @Override
    public void reject(UUID id, Collection<Rejection> rejections) {
        write(transaction -> {
            new ImportTable(transaction.handle()).insertRejections(id, rejections);
            return true;
        });
    }

    @Override
    public void warn(UUID id, Collection<ImportWarning> warnings) {
        write(transaction -> {
            new ImportTable(transaction.handle()).insertWarnings(id, warnings);
            return true;
        });
    }

    @Override
    public void finish(UUID id, ImportStatus status, ImportCounts counts) {
        write(transaction -> new ImportTable(transaction.handle()).finish(id, status, counts, transaction.now()));
    }

    /** Writes, and reports a change that no look-up knows. */
    private boolean write(Function<WriteTransaction, Boolean> action) {
        return transactions.write(transaction -> transaction.changedIf(action.apply(transaction)));
    }

    @Override
    public Optional<ImportRecord> find(UUID id) {
        return transactions.read(handle -> new ImportTable(handle).find(id));
    }

    @Override
    public Optional<ImportRecord> findByTask(ImportTarget target, UUID taskId) {
        return transactions.read(handle -> new ImportTable(handle).findByTask(target, taskId));
    }

    @Override
    public List<ImportRecord> list(ImportTarget target) {
        return transactions.read(handle -> new ImportTable(handle).list(target));
    }

    @Override
    public List<Rejection> rejections(UUID id, long afterLine, int limit) {
        return transactions.read(handle -> new ImportTable(handle).rejections(id, afterLine, limit));
    }

    @Override
    public List<ImportWarning> warnings(UUID id, long afterLine, int limit) {
        return transactions.read(handle -> new ImportTable(handle).warnings(id, afterLine, limit));
    }
}
