package org.helenus.query.modify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Scope;

/// A row that a statement writes to: of a partition, by its clustering; without one, the static row.
record RowTarget(byte[] wireKey, Optional<List<byte[]>> clustering) {
    /// The rows that a statement names one by one. Ranges and partitions that a `DELETE` removes are not among
    /// them.
    static List<RowTarget> of(ModifyPlan plan, Scope scope) {
        var targets = new ArrayList<RowTarget>();
        boolean rows = plan.writesRows() && plan.namesRows();
        List<List<byte[]>> clusterings = rows ? plan.clustering().rows(plan.table(), scope) : List.of();
        for (byte[] key : plan.partitions().wireKeys(scope)) {
            if (rows) {
                for (List<byte[]> clustering : clusterings) {
                    targets.add(new RowTarget(key, Optional.of(clustering)));
                }
            } else {
                targets.add(new RowTarget(key, Optional.empty()));
            }
        }
        return targets;
    }
}
