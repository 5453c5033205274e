package org.helenus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.helenus.query.expression.Scope;
import org.helenus.query.select.Page;
import org.helenus.query.select.ReadText;
import org.helenus.query.select.SelectExecutor;
import org.helenus.query.select.SelectGuard;
import org.helenus.query.select.SelectPlan;
import org.helenus.query.select.TooManyRowsException;
import org.helenus.schema.error.FailureReason;
import org.helenus.storage.NotInMemoryException;
import org.helenus.storage.ReadMode;
import org.helenus.storage.Sampler;

/// Runs `SELECT`s where they belong: short ones on the caller's thread, those that scan, miss the memory or turn out
/// long in the I/O pool. Threads: any.
final class ReadRunner {
    private final SelectExecutor selects;
    private final QueryOptions options;
    private final SelectGuard guard;
    private final Sampler sampler;
    private final RunningQueries running;
    private final Executor ioPool;
    private final Failures failures;

    ReadRunner(
            SelectExecutor selects,
            QueryOptions options,
            Executor ioPool,
            Sampler sampler,
            RunningQueries running,
            Failures failures) {
        this.selects = selects;
        this.options = options;
        guard = new SelectGuard(options.guardrails());
        this.ioPool = ioPool;
        this.sampler = sampler;
        this.running = running;
        this.failures = failures;
    }

    /// @param cql its text
    /// @param metadataFixed see [Outcome.Rows]
    void run(
            String cql,
            SelectPlan plan,
            byte[] resultMetadataId,
            boolean metadataFixed,
            Scope scope,
            Parameters parameters,
            Completion completion) {
        if (plan.generated().isEmpty()) {
            ConsistencyRules.checkRead(parameters.consistency(), plan, scope);
        }
        List<String> guarded = guard.check(plan, scope, parameters);
        long begin = sampler.begin();
        Outcome outcome;
        long position;
        if (!plan.isScan() && plan.generated().isEmpty()) {
            try {
                Page page = selects.read(plan, parameters, scope, ReadMode.MEMORY_ONLY, options.loopRows());
                outcome = outcome(plan, resultMetadataId, metadataFixed, scope, parameters, guarded, page);
                position = page.position();
            } catch (NotInMemoryException | TooManyRowsException e) {
                pooled(cql, plan, resultMetadataId, metadataFixed, scope, parameters, guarded, begin, completion);
                return;
            } catch (IOException | RuntimeException e) {
                completion.fail(failures.read(e, parameters.consistency()));
                return;
            }
            answered(plan, begin);
            completion.complete(outcome, position);
            return;
        }
        pooled(cql, plan, resultMetadataId, metadataFixed, scope, parameters, guarded, begin, completion);
    }

    private void answered(SelectPlan plan, long begin) {
        if (Sampler.times(begin)) {
            selects.answered(plan, sampler.took(begin));
        }
    }

    private void pooled(
            String cql,
            SelectPlan plan,
            byte[] resultMetadataId,
            boolean metadataFixed,
            Scope scope,
            Parameters parameters,
            List<String> guarded,
            long begin,
            Completion completion) {
        long arrived = running.now();
        ioPool.execute(() -> {
            Outcome outcome;
            long position;
            running.begin(cql, parameters, arrived);
            try {
                Page page = selects.read(plan, parameters, scope, ReadMode.MAY_BLOCK, Integer.MAX_VALUE);
                outcome = outcome(plan, resultMetadataId, metadataFixed, scope, parameters, guarded, page);
                position = page.position();
            } catch (IOException | RuntimeException e) {
                completion.fail(failures.read(e, parameters.consistency()));
                return;
            } finally {
                running.end();
            }
            answered(plan, begin);
            completion.complete(outcome, position);
        });
    }

    private Outcome outcome(
            SelectPlan plan,
            byte[] resultMetadataId,
            boolean metadataFixed,
            Scope scope,
            Parameters parameters,
            List<String> guarded,
            Page page) {
        if (page.tombstones() > options.tombstoneFail()) {
            var failure = failures.readFailure(
                    parameters.consistency(), FailureReason.READ_TOO_MANY_TOMBSTONES, "READ_TOO_MANY_TOMBSTONES");
            failure.warn(warnings(plan, scope, parameters, guarded, page));
            throw failure;
        }
        return new Outcome.Rows(
                plan.columns(),
                page.content(),
                page.rowCount(),
                page.pagingState(),
                resultMetadataId,
                metadataFixed,
                Notes.of(warnings(plan, scope, parameters, guarded, page), Optional.empty()));
    }

    /// In Cassandra's order.
    private List<String> warnings(
            SelectPlan plan, Scope scope, Parameters parameters, List<String> guarded, Page page) {
        boolean tombstones = page.tombstones() > options.tombstoneWarn();
        if (guarded.isEmpty() && !plan.gathers() && !tombstones) {
            return List.of();
        }
        var warnings = new ArrayList<>(guarded);
        if (plan.gathers()) {
            warnings.addAll(gathering(plan));
        }
        if (tombstones) {
            String token = page.token().isPresent() ? "; token " + page.token().getAsLong() : "";
            warnings.add("Read " + page.visited() + " live rows and " + page.tombstones()
                    + " tombstone cells for query " + ReadText.of(plan, parameters, scope) + token
                    + " (see tombstone_warn_threshold)");
        }
        return warnings;
    }

    private static List<String> gathering(SelectPlan plan) {
        if (!plan.where().restrictsPartitions()) {
            return List.of("Aggregation query used without partition key");
        }
        return plan.isScan() || plan.where().isOnePartition()
                ? List.of()
                : List.of("Aggregation query used on multiple partition keys (IN restriction)");
    }
}
