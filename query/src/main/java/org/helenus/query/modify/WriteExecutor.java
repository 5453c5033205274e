package org.helenus.query.modify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.helenus.query.BatchType;
import org.helenus.query.QueryOptions;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Warnings;
import org.helenus.query.restriction.ProductGuard;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.Mutation;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.NotInMemoryException;
import org.helenus.storage.ReadMode;
import org.helenus.storage.StorageEngine;

/// Runs the plans of `INSERT`, `UPDATE`, `DELETE` and batches of them: whatever comes together becomes one mutation.
///
///     plain:  values ─▶ mutation ─▶ log and memtable
///     reads:  latches of its partitions ─▶ read ─▶ conditions ─▶ mutation ─▶ log and memtable ─▶ latches back
///
/// Threads: any. Nothing here waits: a partition that is taken, a block that is not in memory, memory that is full
/// make the request go on later, elsewhere.
public final class WriteExecutor {
    private final StorageEngine storage;
    private final QueryOptions options;
    private final Executor ioPool;
    private final boolean guarded;
    private final boolean guardsValues;
    private final BatchActivity batches = new BatchActivity();
    private final ThreadLocal<MutationWriter> writers = ThreadLocal.withInitial(MutationWriter::new);

    /// Takes the answer, exactly once, on any thread.
    public interface Receiver {
        void written(WriteAnswer answer);

        /// A [org.helenus.schema.error.CqlException], or what went wrong here.
        void failed(Exception error);
    }

    public WriteExecutor(StorageEngine storage, QueryOptions options, Executor ioPool) {
        this.storage = storage;
        this.options = options;
        this.ioPool = ioPool;
        guarded = options.guardrails().watchesWrites();
        guardsValues = options.guardrails().watchesValues();
    }

    public BatchActivity batches() {
        return batches;
    }

    /// A request was answered, from its arrival on in so many nanoseconds.
    public void answered(List<Write> writes, long nanos) {
        try {
            for (int i = 0; i < writes.size(); i++) {
                TableId table = writes.get(i).plan().table().id();
                if (i == 0 || !table.equals(writes.get(i - 1).plan().table().id())) {
                    storage.table(table).activity().writing().requestTook(nanos);
                }
            }
        } catch (InvalidRequest e) {
            return; // dropped a moment ago: there is nobody to tell
        }
    }

    /// Checks and writes. Errors of the request are told to the receiver too.
    public void write(WriteRequest request, Receiver receiver) {
        long delay = storage.writeDelayNanos();
        if (delay > 0) {
            storage.resumeAfter(delay, () -> pooled(() -> admitted(request, receiver), () -> {}, receiver));
            return;
        }
        admitted(request, receiver);
    }

    private void admitted(WriteRequest request, Receiver receiver) {
        if (!storage.isWritable()) {
            // the bound values stay with their request until it is answered, so waiting costs no copy
            // All who waited are called at once: each asks again, or together they would go beyond the
            // bound.
            storage.whenWritable(() -> pooled(() -> admitted(request, receiver), () -> {}, receiver));
            return;
        }
        start(request, receiver);
    }

    private void start(WriteRequest request, Receiver receiver) {
        if (request.latches()) {
            latched(request, receiver);
            return;
        }
        WriteAnswer answer;
        try {
            answer = apply(request, List.of(), Long.MIN_VALUE);
        } catch (IOException | RuntimeException e) {
            receiver.failed(e);
            return;
        }
        receiver.written(answer);
    }

    /// Goes on in the I/O pool.
    ///
    /// @param givesUp what to do when the pool takes nothing more, before the receiver is told
    private void pooled(Runnable next, Runnable givesUp, Receiver receiver) {
        try {
            ioPool.execute(next);
        } catch (RejectedExecutionException e) {
            givesUp.run();
            receiver.failed(e);
        }
    }

    private void latched(WriteRequest request, Receiver receiver) {
        Claims claims;
        try {
            claims = Claims.of(request, storage);
        } catch (RuntimeException e) {
            receiver.failed(e);
            return;
        }
        claims.acquire(() -> inMemory(request, claims, receiver), ioPool);
    }

    private void inMemory(WriteRequest request, Claims claims, Receiver receiver) {
        try {
            if (decide(request, claims, receiver, ReadMode.MEMORY_ONLY)) {
                return;
            }
        } catch (NotInMemoryException e) {
            // goes on below
        }
        pooled(() -> decide(request, claims, receiver, ReadMode.MAY_BLOCK), claims::release, receiver);
    }

    /// Reads, decides, writes, and gives the partitions back.
    ///
    /// @throws NotInMemoryException then nothing was done, and the partitions are still held
    private boolean decide(WriteRequest request, Claims claims, Receiver receiver, ReadMode mode) {
        Optional<WriteAnswer> answer = Optional.empty();
        Optional<Exception> error = Optional.empty();
        try {
            answer = Optional.of(decide(request, mode));
        } catch (NotInMemoryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            error = Optional.of(e);
        }
        claims.release();
        answer.ifPresent(receiver::written);
        error.ifPresent(receiver::failed);
        return true;
    }

    private WriteAnswer decide(WriteRequest request, ReadMode mode) throws IOException {
        try (var reads = new Reads(storage, mode, request)) {
            var befores = new ArrayList<Before>(request.writes().size());
            for (Write write : request.writes()) {
                var before = new Before();
                if (write.plan().latches()) {
                    for (RowTarget target : RowTarget.of(write.plan(), write.scope())) {
                        before.put(reads.read(write.plan(), target));
                    }
                }
                befores.add(before);
            }
            if (request.isConditional()) {
                checkKeys(request);
                Optional<WriteAnswer.Rows> refusal = refusal(request, befores);
                if (refusal.isPresent()) {
                    return new WriteAnswer(refusal, List.of(), reads.position());
                }
                TableMetadata table = request.writes().getFirst().plan().table();
                WriteAnswer written = apply(request, befores, reads.newest());
                return new WriteAnswer(
                        Optional.of(ConditionalAnswer.applied(table)), written.warnings(), written.position());
            }
            return apply(request, befores, reads.newest());
        }
    }

    /// Whatever is wrong with the key of a row, or with the bounds of a range, comes before all conditions.
    private static void checkKeys(WriteRequest request) {
        for (Write write : request.writes()) {
            ModifyPlan plan = write.plan();
            if (plan.isConditional() || !plan.writesRows()) {
                continue;
            }
            if (plan.namesRows()) {
                plan.clustering().rows(plan.table(), write.scope());
            } else if (!plan.clustering().isEmpty()) {
                plan.clustering().ranges(plan.codec(), write.scope());
            }
        }
    }

    /// Empty: all conditions hold, judged by what was there before any of the statements.
    private static Optional<WriteAnswer.Rows> refusal(WriteRequest request, List<Before> befores) {
        var shown = new TreeMap<byte[], Before.Image>(Arrays::compareUnsigned);
        var plans = new ArrayList<ModifyPlan>();
        var guards = new TreeMap<byte[], ModifyPlan.Guard>(Arrays::compareUnsigned);
        for (int i = 0; i < befores.size(); i++) {
            Write write = request.writes().get(i);
            plans.add(write.plan());
            if (!write.plan().isConditional()) {
                continue;
            }
            for (Before.Image image : befores.get(i).images()) {
                boolean looksAtRow = !write.plan().asksOfPartition() || !request.asksOfRows();
                Before.Image seen = looksAtRow ? image.shown() : image.withoutRow();
                shown.merge(image.key(), seen, (one, other) -> one.rowExists() ? one : other);
                checkMix(guards, write.plan(), image);
            }
            if (write.plan().guard() instanceof ModifyPlan.IfAll(List<Condition> conditions)) {
                conditions.forEach(condition -> condition.check(write.scope()));
            }
        }
        return allHold(request, befores)
                ? Optional.empty()
                : Optional.of(ConditionalAnswer.refused(
                        plans, shown.values(), request.batch().isPresent()));
    }

    /// A condition on a static column is one of the static row, whichever row the statement names.
    private static void checkMix(Map<byte[], ModifyPlan.Guard> guards, ModifyPlan plan, Before.Image image) {
        ModifyPlan.Guard guard = plan.guard();
        var rows = new ArrayList<byte[]>(2);
        if (!(guard instanceof ModifyPlan.IfAll all) || all.onRegulars()) {
            rows.add(image.key());
        }
        if (plan.conditionsOnStatics()) {
            rows.add(plan.staticKey(image));
        }
        for (byte[] row : rows) {
            Optional.ofNullable(guards.putIfAbsent(row, guard)).ifPresent(before -> checkMix(before, guard));
        }
    }

    /// A row can be asked whether it exists, or for its values, not both. Cassandra takes any question whether a
    /// row
    /// exists for one whether it does not, when a later one is for its values.
    ///
    /// @param a the guard of the earlier statement
    private static void checkMix(ModifyPlan.Guard a, ModifyPlan.Guard b) {
        boolean exists = a instanceof ModifyPlan.IfExists || b instanceof ModifyPlan.IfExists;
        boolean notExists = a instanceof ModifyPlan.IfNotExists || b instanceof ModifyPlan.IfNotExists;
        if (exists && notExists) {
            throw new InvalidRequest("Cannot mix IF EXISTS and IF NOT EXISTS conditions for the same row");
        }
        boolean values = a instanceof ModifyPlan.IfAll || b instanceof ModifyPlan.IfAll;
        if (values && (exists || notExists)) {
            throw new InvalidRequest("Cannot mix IF conditions and IF "
                    + (b instanceof ModifyPlan.IfExists ? "" : "NOT ") + "EXISTS for the same row");
        }
    }

    /// Asks row by row in their order, the static row first, until one answers no.
    private static boolean allHold(WriteRequest request, List<Before> befores) {
        var questions = new TreeMap<byte[], List<BooleanSupplier>>(Arrays::compareUnsigned);
        for (int i = 0; i < befores.size(); i++) {
            Write write = request.writes().get(i);
            for (Before.Image image : befores.get(i).images()) {
                ask(write, image, questions);
            }
        }
        for (List<BooleanSupplier> ofRow : questions.values()) {
            for (BooleanSupplier question : ofRow) {
                if (!question.getAsBoolean()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void ask(Write write, Before.Image image, Map<byte[], List<BooleanSupplier>> questions) {
        switch (write.plan().guard()) {
            case ModifyPlan.Always _ -> {}
            case ModifyPlan.IfExists _ -> ask(image.key(), image::exists, questions);
            case ModifyPlan.IfNotExists _ -> ask(image.key(), () -> !image.exists(), questions);
            case ModifyPlan.IfAll(List<Condition> conditions) -> {
                for (Condition condition : conditions) {
                    ask(
                            condition.column().isStatic() ? write.plan().staticKey(image) : image.key(),
                            () -> condition.holds(write.scope(), image.slots()),
                            questions);
                }
            }
        }
    }

    private static void ask(byte[] row, BooleanSupplier question, Map<byte[], List<BooleanSupplier>> questions) {
        questions.computeIfAbsent(row, _ -> new ArrayList<>()).add(question);
    }

    /// In a batch whatever is wrong with a partition key comes first.
    ///
    /// @param befores for each write what was there, when it was read
    /// @param newest the greatest timestamp that was read: what is decided from it is newer
    private WriteAnswer apply(WriteRequest request, List<Before> befores, long newest) throws IOException {
        try {
            return applyInOrder(request, befores, newest);
        } catch (InvalidRequest wrong) {
            if (request.batch().isPresent()) {
                request.writes().forEach(write -> write.plan().partitions().wireKeys(write.scope()));
            }
            throw wrong;
        }
    }

    private WriteAnswer applyInOrder(WriteRequest request, List<Before> befores, long newest) throws IOException {
        long server = 0;
        boolean conditional = request.isConditional();
        Warnings warnings = guarded ? new Warnings() : Warnings.NONE;
        ValueGuard guard = guardsValues ? new ValueGuard.Watching(options.guardrails(), warnings) : ValueGuard.NONE;
        var builder = new MutationBuilder(writers.get(), request.batch().isPresent(), guard);
        for (int i = 0; i < request.writes().size(); i++) {
            Write write = request.writes().get(i);
            ModifyPlan plan = write.plan();
            Optional<Long> own = plan.timestamp(write.scope());
            long timestamp;
            if (guarded) {
                check(write, own, warnings);
            }
            if (own.isPresent()) {
                timestamp = own.get();
            } else if (request.timestamp().isPresent() && !plan.isConditional() && !plan.isCounter()) {
                timestamp = request.timestamp().getAsLong();
            } else {
                // The totals of a counter that a batch counts twice must not tie: the greater would
                // win, not the later.
                if (server == 0 || plan.isCounter()) {
                    long read = newest == Long.MIN_VALUE ? 0 : newest + 1;
                    server = Math.max(Math.max(storage.nextTimestampMicros(), read), server + 1);
                }
                timestamp = server;
            }
            int ttl = plan.ttl(write.scope(), request.nowSeconds());
            Before before = befores.isEmpty() ? Before.NOTHING : befores.get(i);
            long deletion = conditional ? timestamp - 1 : timestamp;
            builder.add(plan, write.scope(), new WriteTime(timestamp, deletion, ttl, request.nowSeconds()), before);
        }
        if (builder.writer().isEmpty()) {
            return new WriteAnswer(Optional.empty(), warnings.texts(), 0);
        }
        Mutation mutation = builder.writer().finish();
        List<String> told = warnings.texts();
        if (request.batch().isPresent()) {
            told = new ArrayList<>(told);
            told.addAll(checkBatch(request, mutation, builder.partitionCount()));
            batches.written(request.batch().get(), builder.partitionCount());
        }
        if (mutation.length() > options.maxMutationBytes()) {
            throw new InvalidRequest("Mutation of " + mutation.length() + " bytes is too large for the maximum size of "
                    + options.maxMutationBytes());
        }
        return new WriteAnswer(Optional.empty(), told, storage.apply(mutation));
    }

    private void check(Write write, Optional<Long> timestamp, Warnings warnings) {
        Guardrails guardrails = options.guardrails();
        ModifyPlan plan = write.plan();
        timestamp.ifPresent(micros -> guardrails.checkTimestamp(
                micros,
                write.scope().environment().clock().wallMicros(),
                plan.table().name(),
                warnings));
        var products = new ProductGuard(guardrails, write.scope(), warnings);
        products.check(plan.partitions());
        products.check(plan.clustering());
    }

    private List<String> checkBatch(WriteRequest request, Mutation mutation, int partitionCount) {
        if (partitionCount <= 1) {
            return List.of();
        }
        var tables = request.writes().stream()
                .map(write -> write.plan().table().toString())
                .distinct()
                .toList();
        int size = mutation.length();
        if (size > options.batchFailBytes()) {
            throw new InvalidRequest("Batch too large");
        }
        var warnings = new ArrayList<String>();
        if (size > options.batchWarnBytes()) {
            warnings.add("Batch for " + tables + " is of size " + size + ", exceeding specified threshold of "
                    + options.batchWarnBytes() + " by " + (size - options.batchWarnBytes()) + ".");
        }
        if (request.batch().orElseThrow() == BatchType.UNLOGGED
                && partitionCount > options.unloggedBatchWarnPartitions()) {
            warnings.add("Unlogged batch covering " + partitionCount + " partitions detected against table"
                    + (tables.size() == 1 ? " " : "s ") + tables
                    + ". You should use a logged batch for atomicity, or asynchronous writes for performance.");
        }
        return warnings;
    }
}
