package org.helenus.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.helenus.query.expression.Scope;
import org.helenus.query.select.Page;
import org.helenus.query.select.PlanExplanation;
import org.helenus.query.select.PlanExplanation.Step;
import org.helenus.query.select.SelectExecutor;
import org.helenus.query.select.SelectPlan;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.Clock;
import org.helenus.storage.ReadCounts;
import org.helenus.storage.ReadMode;

/// Answers `EXPLAIN`: the steps of a plan as rows. With `ANALYZE` the first page that the statement would answer with
/// is read, in the I/O pool, and what that touched is told too. Threads: any.
final class ExplainRunner {
    /// The columns of the answer.
    static final List<ColumnSpec> COLUMNS = List.of(
            new ColumnSpec("system", "explain", "step", NativeType.TEXT),
            new ColumnSpec("system", "explain", "detail", NativeType.TEXT));

    private final SelectExecutor selects;
    private final Executor ioPool;
    private final Clock clock;
    private final Failures failures;

    ExplainRunner(SelectExecutor selects, Executor ioPool, Clock clock, Failures failures) {
        this.selects = selects;
        this.ioPool = ioPool;
        this.clock = clock;
        this.failures = failures;
    }

    void run(
            SelectPlan plan,
            boolean analyze,
            byte[] metadataId,
            Scope scope,
            Parameters parameters,
            Completion completion) {
        List<Step> steps = PlanExplanation.of(plan, scope);
        if (!analyze) {
            completion.complete(outcome(steps, metadataId), 0);
            return;
        }
        ConsistencyRules.checkRead(parameters.consistency(), plan, scope);
        ioPool.execute(() -> {
            long position;
            try {
                position = analyze(plan, scope, parameters, steps);
            } catch (IOException | RuntimeException e) {
                completion.fail(failures.read(e, parameters.consistency()));
                return;
            }
            completion.complete(outcome(steps, metadataId), position);
        });
    }

    private long analyze(SelectPlan plan, Scope scope, Parameters parameters, List<Step> steps) throws IOException {
        var counts = new ReadCounts();
        long started = clock.monotonicNanos();
        Page page = selects.read(plan, parameters, scope, ReadMode.counting(counts), Integer.MAX_VALUE);
        long micros = (clock.monotonicNanos() - started) / 1000;
        tell(steps, "rows answered", page.rowCount());
        tell(steps, "bytes answered", page.content().length());
        if (page.pagingState().isPresent()) {
            steps.add(new Step("more pages", "yes"));
        }
        tell(steps, "live rows seen", page.visited());
        tell(steps, "tombstones seen", page.tombstones());
        tell(steps, "memtables", counts.memtables());
        tell(steps, "sstables", counts.files());
        tell(steps, "sstable ranges read", counts.filesScanned());
        tell(steps, "sstables asked for a row", counts.pointReads());
        tell(steps, "filter passes", counts.filterPasses());
        tell(steps, "filter false passes", counts.filterFalsePasses());
        tell(steps, "blocks cached", counts.blocksCached());
        tell(steps, "blocks read", counts.blocksRead());
        tell(steps, "bytes read", counts.bytesRead());
        tell(steps, "microseconds", micros);
        return page.position();
    }

    private static void tell(List<Step> steps, String name, long count) {
        steps.add(new Step(name, Long.toString(count)));
    }

    private static Outcome outcome(List<Step> steps, byte[] metadataId) {
        var content = new ByteWriter(512);
        for (Step step : steps) {
            text(step.name(), content);
            text(step.detail(), content);
        }
        return new Outcome.Rows(COLUMNS, content, steps.size(), Optional.empty(), metadataId, true, Notes.NONE);
    }

    private static void text(String text, ByteWriter out) {
        byte[] wire = text.getBytes(StandardCharsets.UTF_8);
        out.i32(wire.length);
        out.bytes(wire);
    }
}
