package org.helenus.query;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.query.modify.Write;
import org.helenus.query.modify.WriteAnswer;
import org.helenus.query.modify.WriteExecutor;
import org.helenus.query.modify.WriteRequest;
import org.helenus.schema.error.WriteType;

/// Runs statements that write, and turns what came of them into answers. Threads: any.
final class WriteRunner {
    private final WriteExecutor executor;
    private final Failures failures;

    WriteRunner(WriteExecutor executor, Failures failures) {
        this.executor = executor;
        this.failures = failures;
    }

    /// @param timestamp of a batch, before the client's
    void run(
            List<Write> writes,
            Optional<BatchType> batch,
            OptionalLong timestamp,
            long nowSeconds,
            Parameters parameters,
            Completion completion) {
        boolean conditional = false;
        boolean counter = false;
        for (Write write : writes) {
            conditional |= write.plan().isConditional();
            counter |= write.plan().isCounter();
        }
        ConsistencyRules.checkWrite(parameters, conditional, counter);
        WriteType type = type(batch, conditional, counter);
        OptionalLong given = timestamp.isPresent() ? timestamp : parameters.timestamp();
        executor.write(new WriteRequest(writes, batch, given, nowSeconds), new WriteExecutor.Receiver() {
            @Override
            public void written(WriteAnswer answer) {
                completion.complete(outcome(answer), answer.position());
            }

            @Override
            public void failed(Exception error) {
                completion.fail(failures.write(error, parameters.consistency(), type));
            }
        });
    }

    private static WriteType type(Optional<BatchType> batch, boolean conditional, boolean counter) {
        if (conditional) {
            return WriteType.CAS;
        }
        if (counter) {
            return WriteType.COUNTER;
        }
        return batch.map(kind -> kind == BatchType.UNLOGGED ? WriteType.UNLOGGED_BATCH : WriteType.BATCH)
                .orElse(WriteType.SIMPLE);
    }

    private static Outcome outcome(WriteAnswer answer) {
        Notes notes = Notes.of(answer.warnings(), Optional.empty());
        if (answer.rows().isPresent()) {
            WriteAnswer.Rows rows = answer.rows().get();
            return new Outcome.Rows(
                    rows.columns(), rows.content(), rows.rowCount(), Optional.empty(), new byte[0], false, notes);
        }
        return answer.warnings().isEmpty() ? Outcome.Done.PLAIN : new Outcome.Done(notes);
    }
}
