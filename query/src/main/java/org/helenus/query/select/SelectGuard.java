package org.helenus.query.select;

import java.util.List;
import org.helenus.query.Parameters;
import org.helenus.query.expression.Scope;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Listing;
import org.helenus.query.guardrail.Quantity;
import org.helenus.query.guardrail.Warnings;
import org.helenus.query.restriction.PartitionRestrictions;
import org.helenus.query.restriction.ProductGuard;

/// Asks the guardrails about one execution of a `SELECT`, before anything is read. Any thread.
public final class SelectGuard {
    private final Guardrails guardrails;
    private final boolean watches;

    public SelectGuard(Guardrails guardrails) {
        this.guardrails = guardrails;
        watches = guardrails.watchesReads();
    }

    /// @return what to warn the client of
    /// @throws org.helenus.schema.error.InvalidRequest when a guardrail forbids it
    public List<String> check(SelectPlan plan, Scope scope, Parameters parameters) {
        if (!watches) {
            return List.of();
        }
        var warnings = new Warnings();
        if (plan.generated().isEmpty()) {
            guardrails.check(
                    Listing.READ_CONSISTENCY_LEVELS,
                    List.of(parameters.consistency().name()),
                    warnings);
        }
        var products = new ProductGuard(guardrails, scope, warnings);
        products.check(plan.where().partitions());
        if (plan.where().partitions() instanceof PartitionRestrictions.Keys keys
                && !keys.isSingle()
                && guardrails.watches(Quantity.PARTITION_KEYS_IN_SELECT)) {
            guardrails.check(
                    Quantity.PARTITION_KEYS_IN_SELECT,
                    keys.givenKeys(scope).size(),
                    plan.table().name(),
                    warnings);
        }
        products.check(plan.where().clustering());
        if (pages(plan, scope, parameters)) {
            guardrails.check(
                    Quantity.PAGE_SIZE, parameters.pageSize(), plan.table().name(), warnings);
        }
        return warnings.texts();
    }

    /// Whether the answer comes in pages: an answer that its limit keeps within one does not.
    private static boolean pages(SelectPlan plan, Scope scope, Parameters parameters) {
        return parameters.pageSize() > 0
                && (plan.gathers()
                        || PageReader.limit(plan.limit(), scope).orElse(Integer.MAX_VALUE) > parameters.pageSize());
    }
}
