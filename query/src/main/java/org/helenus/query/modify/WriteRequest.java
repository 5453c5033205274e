package org.helenus.query.modify;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.helenus.query.BatchType;
import org.helenus.schema.ColumnMetadata;

/// Statements that take effect together.
///
/// @param batch the kind of batch; empty: a statement by itself
/// @param timestamp what the client gives as write timestamp for those statements that have none
/// @param nowSeconds epoch seconds, from which deletions and expiry count
public record WriteRequest(List<Write> writes, Optional<BatchType> batch, OptionalLong timestamp, long nowSeconds) {
    public WriteRequest {
        writes = List.copyOf(writes);
    }

    boolean isConditional() {
        for (Write write : writes) {
            if (write.plan().isConditional()) {
                return true;
            }
        }
        return false;
    }

    /// Whether a condition is on a row; one on static columns alone does not look at the row that its statement
    /// names
    /// then.
    boolean asksOfRows() {
        return writes.stream()
                .map(Write::plan)
                .anyMatch(plan -> plan.isConditional()
                        && !plan.asksOfPartition()
                        && !plan.clustering().isEmpty());
    }

    /// Whether static columns matter to what is decided before a row is written. Cassandra does not read them
    /// either,
    /// unless a condition is on one, or a statement with a condition writes one.
    boolean looksAtStatics() {
        return writes.stream().map(Write::plan).anyMatch(plan -> plan.writesStaticsIf() || plan.conditionsOnStatics());
    }

    /// Whether a statement with a condition writes static columns.
    boolean writesStaticsIf() {
        return writes.stream().map(Write::plan).anyMatch(ModifyPlan::writesStaticsIf);
    }

    /// Whether a statement names clusterings, with a condition or without.
    boolean namesClusterings() {
        return writes.stream().anyMatch(write -> !write.plan().clustering().isEmpty());
    }

    /// The columns that conditions are on.
    Set<ColumnMetadata> conditioned() {
        var columns = new HashSet<ColumnMetadata>();
        for (Write write : writes) {
            if (write.plan().guard() instanceof ModifyPlan.IfAll(List<Condition> conditions)) {
                conditions.forEach(condition -> columns.add(condition.column()));
            }
        }
        return columns;
    }

    boolean latches() {
        for (Write write : writes) {
            if (write.plan().latches()) {
                return true;
            }
        }
        return false;
    }
}
