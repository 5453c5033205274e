package org.helenus.query;

import java.util.List;
import org.helenus.query.modify.ModifyPlan;
import org.helenus.schema.error.InvalidRequest;

/// What may stand together in a batch. Messages are Cassandra's.
final class BatchRules {
    private BatchRules() {}

    /// @param timestamped whether the batch has a timestamp of its own
    static void check(BatchType type, List<ModifyPlan> statements, boolean timestamped) {
        boolean conditional = statements.stream().anyMatch(ModifyPlan::isConditional);
        boolean counters = statements.stream().anyMatch(ModifyPlan::isCounter);
        boolean others = statements.stream().anyMatch(statement -> !statement.isCounter());
        if (timestamped) {
            if (conditional) {
                throw new InvalidRequest("Cannot provide custom timestamp for conditional BATCH");
            }
            if (type == BatchType.COUNTER) {
                throw new InvalidRequest("Cannot provide custom timestamp for counter BATCH");
            }
            if (statements.stream().anyMatch(statement -> statement.timestamp().isPresent())) {
                throw new InvalidRequest("Timestamp must be set either on BATCH or individual statements");
            }
        }
        if (type == BatchType.COUNTER && others) {
            throw new InvalidRequest("Cannot include non-counter statement in a counter batch");
        }
        if (counters && others) {
            throw new InvalidRequest("Counter and non-counter mutations cannot exist in the same batch");
        }
        if (type == BatchType.LOGGED && counters) {
            throw new InvalidRequest("Cannot include a counter statement in a logged batch");
        }
    }
}
