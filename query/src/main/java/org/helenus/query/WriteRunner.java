package org.helenus.query;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Listing;
import org.helenus.query.guardrail.Warnings;
import org.helenus.query.modify.Write;
import org.helenus.query.modify.WriteAnswer;
import org.helenus.query.modify.WriteExecutor;
import org.helenus.query.modify.WriteRequest;
import org.helenus.schema.error.WriteType;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.storage.Sampler;

/// Runs statements that write, and turns what came of them into answers. Threads: any.
final class WriteRunner {
    private final WriteExecutor executor;
    private final Guardrails guardrails;
    private final Sampler sampler;
    private final Failures failures;

    WriteRunner(WriteExecutor executor, Guardrails guardrails, Sampler sampler, Failures failures) {
        this.executor = executor;
        this.guardrails = guardrails;
        this.sampler = sampler;
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
        long begin = sampler.begin();
        boolean conditional = false;
        boolean counter = false;
        for (Write write : writes) {
            conditional |= write.plan().isConditional();
            counter |= write.plan().isCounter();
        }
        ConsistencyRules.checkWrite(parameters, conditional, counter);
        List<String> guarded = checkLevels(parameters);
        WriteType type = type(batch, conditional, counter);
        OptionalLong given = timestamp.isPresent() ? timestamp : parameters.timestamp();
        executor.write(new WriteRequest(writes, batch, given, nowSeconds), new WriteExecutor.Receiver() {
            @Override
            public void written(WriteAnswer answer) {
                if (Sampler.times(begin)) {
                    executor.answered(writes, sampler.took(begin));
                }
                completion.complete(outcome(answer, guarded), answer.position());
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

    /// The serial level counts for every write, as in Cassandra.
    private List<String> checkLevels(Parameters parameters) {
        if (!guardrails.watches(Listing.WRITE_CONSISTENCY_LEVELS)) {
            return List.of();
        }
        var levels = EnumSet.of(
                parameters.consistency(), parameters.serialConsistency().orElse(ConsistencyLevel.SERIAL));
        var warnings = new Warnings();
        guardrails.check(
                Listing.WRITE_CONSISTENCY_LEVELS,
                levels.stream().map(Enum::name).toList(),
                warnings);
        return warnings.texts();
    }

    private static List<String> together(List<String> first, List<String> second) {
        if (first.isEmpty()) {
            return second;
        }
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Outcome outcome(WriteAnswer answer, List<String> guarded) {
        Notes notes = Notes.of(together(guarded, answer.warnings()), Optional.empty());
        if (answer.rows().isPresent()) {
            WriteAnswer.Rows rows = answer.rows().get();
            return new Outcome.Rows(
                    rows.columns(), rows.content(), rows.rowCount(), Optional.empty(), new byte[0], false, notes);
        }
        return notes.warnings().isEmpty() ? Outcome.Done.PLAIN : new Outcome.Done(notes);
    }
}
