package org.helenus.query.modify;

import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.guardrail.Feature;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Warnings;
import org.helenus.query.restriction.ClusteringRestrictions;
import org.helenus.query.restriction.PartitionRestrictions;
import org.helenus.query.row.Slice;
import org.helenus.query.row.SlotPlan;
import org.helenus.schema.TableForm;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.KeyCodec;

/// An `INSERT`, `UPDATE` or `DELETE`, resolved. Immutable; any thread.
///
/// @param removesRows a `DELETE` without columns: of rows, ranges or partitions
/// @param splitsRanges a `DELETE` of columns that does not name its rows one by one: refused when it is run
/// @param marks whether rows get a marker, so that they exist without any cell, as `INSERT` wants it
/// @param writesRows whether it writes rows besides the static one
/// @param operations all, as they are written
/// @param statics operations on static columns, by column id
/// @param regulars operations on regular columns, by column id
/// @param slots the columns that are read before anything is written
/// @param callSites calls whose result is settled once per execution
public record ModifyPlan(
        TableMetadata table,
        KeyCodec codec,
        PartitionRestrictions.Keys partitions,
        ClusteringRestrictions clustering,
        boolean removesRows,
        boolean splitsRanges,
        boolean marks,
        boolean writesRows,
        List<Operation> operations,
        List<Operation> statics,
        List<Operation> regulars,
        Optional<Expression> timestamp,
        Optional<Expression> ttl,
        Guard guard,
        SlotPlan slots,
        boolean readsBefore,
        int callSites) {
    public static final int MAX_TTL = 20 * 365 * 24 * 60 * 60;

    /// The last second that expiry can be told in: it is an unsigned 32-bit number, the greatest of which means
    /// never.
    static final long MAX_EXPIRY_SECONDS = 0xFFFF_FFFDL;

    public ModifyPlan {
        operations = List.copyOf(operations);
        statics = List.copyOf(statics);
        regulars = List.copyOf(regulars);
    }

    /// When the statement takes effect.
    sealed interface Guard {}

    record Always() implements Guard {}

    record IfNotExists() implements Guard {}

    record IfExists() implements Guard {}

    /// @param conditions all of which must hold
    record IfAll(List<Condition> conditions) implements Guard {
        IfAll {
            conditions = List.copyOf(conditions);
        }

        boolean onRegulars() {
            return conditions.stream().anyMatch(condition -> !condition.column().isStatic());
        }

        boolean onStatics() {
            return conditions.stream().anyMatch(condition -> condition.column().isStatic());
        }
    }

    /// @throws InvalidRequest when it uses what is switched off
    public void checkFeatures(Guardrails guardrails) {
        var warnings = new Warnings();
        if (timestamp.isPresent()) {
            guardrails.ensure(Feature.USER_TIMESTAMPS, warnings);
        }
        for (List<Operation> operations : List.of(statics, regulars)) {
            for (Operation operation : operations) {
                operation
                        .listRead()
                        .ifPresent(use -> guardrails.ensure(
                                Feature.READ_BEFORE_WRITE_LIST_OPERATIONS,
                                use + " requiring read before write",
                                warnings));
            }
        }
    }

    /// Whether it names its rows one by one.
    boolean namesRows() {
        boolean leavesOut = table.form() == TableForm.DENSE && !removesRows && !clustering.isEmpty();
        return leavesOut || clustering.namesRows(table);
    }

    public boolean isConditional() {
        return !(guard instanceof Always);
    }

    /// Whether it writes nothing but deletions.
    boolean isDeletion() {
        return removesRows
                || regulars.stream().allMatch(Operation::isDeletion)
                        && statics.stream().allMatch(Operation::isDeletion)
                        && !marks;
    }

    public boolean isCounter() {
        return table.isCounter();
    }

    /// Whether the question is about static columns alone. A partition without them is there nevertheless, if it
    /// has a
    /// row.
    boolean asksOfPartition() {
        return switch (guard) {
            case IfAll all -> !all.onRegulars();
            case IfExists _ -> !writesRows;
            case IfNotExists _, Always _ -> false;
        };
    }

    /// Of the static row beside a row.
    byte[] staticKey(Before.Image image) {
        return codec.staticKey(codec.partitionPrefix(image.target().wireKey()));
    }

    /// Whether it writes static columns under a condition.
    boolean writesStaticsIf() {
        return isConditional() && !statics.isEmpty();
    }

    boolean conditionsOnStatics() {
        return guard instanceof IfAll all && all.onStatics();
    }

    /// Whether it must have its partitions for itself: it reads before it writes.
    boolean latches() {
        return readsBefore || isConditional();
    }

    /// The statement's own write timestamp; empty: it has none.
    Optional<Long> timestamp(Scope scope) {
        if (timestamp.isEmpty()) {
            return Optional.empty();
        }
        var value = new Slice();
        timestamp.get().evaluate(scope, value);
        if (value.isUnset()) {
            return Optional.empty();
        }
        if (value.length != 8) {
            throw new InvalidRequest(value.isNull() ? "Invalid null value of timestamp" : "Invalid timestamp value");
        }
        long given = Numbers.integer(value.array, value.offset, 8);
        if (given == Long.MIN_VALUE) {
            throw new InvalidRequest("Out of bound timestamp, must be in [-9223372036854775807, 9223372036854775807]");
        }
        return Optional.of(given);
    }

    /// Seconds to live of what is written: the statement's, else the table's; 0: for ever.
    int ttl(Scope scope, long nowSeconds) {
        int seconds = givenTtl(scope);
        if (seconds > 0 && nowSeconds + seconds > MAX_EXPIRY_SECONDS) {
            throw new InvalidRequest("Request on table " + table + " with ttl of " + seconds
                    + " seconds exceeds maximum supported expiration date of 2106-02-07T06:28:13+00:00. In order to avoid"
                    + " this use a lower TTL.");
        }
        return seconds;
    }

    private int givenTtl(Scope scope) {
        if (ttl.isEmpty()) {
            return table.options().defaultTimeToLive();
        }
        var value = new Slice();
        ttl.get().evaluate(scope, value);
        if (value.isUnset()) {
            return table.options().defaultTimeToLive();
        }
        if (value.length <= 0) {
            return 0;
        }
        if (value.length != 4) {
            throw new InvalidRequest("Invalid timestamp value: TTL must be an int");
        }
        int seconds = (int) Numbers.integer(value.array, value.offset, 4);
        if (seconds < 0) {
            throw new InvalidRequest("A TTL must be greater or equal to 0, but was " + seconds);
        }
        if (seconds > MAX_TTL) {
            throw new InvalidRequest("ttl is too large. requested (" + seconds + ") maximum (" + MAX_TTL + ")");
        }
        return seconds;
    }
}
