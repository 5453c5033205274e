package org.helenus.query;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.StorageEngine;

/// Changes the schema, one statement at a time, and empties tables: durable when answered, so in the I/O pool.
/// Threads: any.
final class SchemaRunner {
    private final StorageEngine storage;
    private final SchemaStatements statements;
    private final Executor ioPool;
    private final Failures failures;
    private final List<Consumer<Outcome.SchemaChanged>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock oneAtATime = new ReentrantLock();

    SchemaRunner(StorageEngine storage, SchemaStatements statements, Executor ioPool, Failures failures) {
        this.storage = storage;
        this.statements = statements;
        this.ioPool = ioPool;
        this.failures = failures;
    }

    void onChange(Consumer<Outcome.SchemaChanged> listener) {
        listeners.add(listener);
    }

    void define(SchemaStatement statement, Optional<String> keyspace, Completion completion) {
        ioPool.execute(() -> {
            Outcome outcome;
            try {
                outcome = define(statement, keyspace);
            } catch (IOException | RuntimeException e) {
                completion.fail(failures.unexpected(e));
                return;
            }
            completion.complete(outcome, 0);
        });
    }

    private Outcome define(SchemaStatement statement, Optional<String> keyspace) throws IOException {
        SchemaStatements.Definition definition;
        oneAtATime.lock();
        try {
            definition = statements.define(statement, keyspace, storage.schema());
            if (!definition.changes().isEmpty()) {
                storage.alterSchema(definition.changes());
            }
        } finally {
            oneAtATime.unlock();
        }
        if (definition.outcome() instanceof Outcome.SchemaChanged changed) {
            listeners.forEach(listener -> listener.accept(changed));
        }
        return definition.outcome();
    }

    void truncate(TableMetadata table, Completion completion) {
        ioPool.execute(() -> {
            try {
                storage.truncate(table.id());
            } catch (IOException | RuntimeException e) {
                completion.fail(failures.truncate(e));
                return;
            }
            completion.complete(Outcome.Done.PLAIN, 0);
        });
    }
}
