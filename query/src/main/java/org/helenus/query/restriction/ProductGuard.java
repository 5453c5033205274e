package org.helenus.query.restriction;

import java.util.List;
import org.helenus.query.expression.Scope;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Quantity;
import org.helenus.query.guardrail.Warnings;
import org.helenus.query.row.Slice;
import org.helenus.query.row.WireValues;

/// Asks a guardrail how many combinations the `IN`s of a statement may make. Values count as often as they are given,
/// and each restriction after the last is asked about again, as Cassandra does.
public final class ProductGuard {
    private final Guardrails guardrails;
    private final Scope scope;
    private final Warnings warnings;

    public ProductGuard(Guardrails guardrails, Scope scope, Warnings warnings) {
        this.guardrails = guardrails;
        this.scope = scope;
        this.warnings = warnings;
    }

    /// @throws org.helenus.schema.error.InvalidRequest there are too many
    public void check(PartitionRestrictions partitions) {
        if (partitions instanceof PartitionRestrictions.Keys(List<Restriction> components)) {
            check(components, "partition key");
        }
    }

    /// @throws org.helenus.schema.error.InvalidRequest there are too many
    public void check(ClusteringRestrictions clustering) {
        check(clustering.prefix(), "clustering key");
    }

    private void check(List<Restriction> restrictions, String what) {
        boolean multiplies = restrictions.stream().anyMatch(Restriction.In.class::isInstance);
        if (!multiplies || !guardrails.watches(Quantity.IN_SELECT_CARTESIAN_PRODUCT)) {
            return;
        }
        long product = 1;
        for (Restriction restriction : restrictions) {
            if (restriction instanceof Restriction.In in) {
                product = Math.multiplyExact(product, (long) count(in));
            }
            guardrails.check(Quantity.IN_SELECT_CARTESIAN_PRODUCT, product, what, warnings);
        }
    }

    private int count(Restriction.In in) {
        return switch (in.choices()) {
            case Restriction.Listed(var tuples) -> tuples.size();
            case Restriction.AsList(var list, var _) -> {
                var slice = new Slice();
                list.evaluate(scope, slice);
                // without a value it is refused a little later
                yield slice.hasValue() ? WireValues.elements(slice).size() : 1;
            }
        };
    }
}
