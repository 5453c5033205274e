package org.helenus.query.select;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Scope;
import org.helenus.query.restriction.Filter;
import org.helenus.query.restriction.PartitionRestrictions;
import org.helenus.query.restriction.PartitionRestrictions.TokenBound;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.type.NativeType;

/// A plan in words, step by step, with the values of one execution. One request, one thread.
public final class PlanExplanation {
    /// @param name   what is done
    /// @param detail with what
    public record Step(String name, String detail) {}

    private final SelectPlan plan;
    private final RestrictionText text;
    private final List<Step> steps = new ArrayList<>();

    private PlanExplanation(SelectPlan plan, Scope scope) {
        this.plan = plan;
        text = new RestrictionText(scope);
    }

    public static List<Step> of(SelectPlan plan, Scope scope) {
        var explanation = new PlanExplanation(plan, scope);
        explanation.rows();
        explanation.result();
        return explanation.steps;
    }

    private void add(String name, String detail) {
        steps.add(new Step(name, detail));
    }

    private void rows() {
        add("table", plan.table() + (plan.generated().isPresent() ? ", made while it is read" : ""));
        switch (plan.where().partitions()) {
            case PartitionRestrictions.Keys keys -> {
                add("read", plan.isPoint() ? "one row by its key" : "partitions by their keys");
                add("partition key", text.restrictions(keys.components()));
            }
            case PartitionRestrictions.Tokens(Optional<TokenBound> lower, Optional<TokenBound> upper) -> {
                boolean all = lower.isEmpty() && upper.isEmpty();
                add("read", all ? "all partitions, in the order of their tokens" : "partitions in a range of tokens");
                lower.ifPresent(bound -> add("token", (bound.inclusive() ? ">= " : "> ") + text.token(bound)));
                upper.ifPresent(bound -> add("token", (bound.inclusive() ? "<= " : "< ") + text.token(bound)));
            }
        }
        if (!plan.where().clustering().isEmpty()) {
            var all = new ArrayList<>(plan.where().clustering().prefix());
            plan.where().clustering().slice().ifPresent(all::add);
            add("clustering", text.restrictions(all));
        }
        if (plan.usesStaticRow()) {
            add("static row", "read for each partition");
        }
        if (plan.reversed()) {
            add("order", "each partition from its last row to its first");
        }
        for (Filter filter : plan.where().filters()) {
            add("filter", text.filter(filter));
        }
        if (!plan.where().filters().isEmpty()) {
            add("hint", hint());
        } else if (plan.isScan() && plan.generated().isEmpty() && plan.limit().isEmpty()) {
            add("hint", "reads the whole table; restrict the partition key to read less");
        }
    }

    private String hint() {
        return plan.isScan()
                ? "every row of the table is read and tested; a table whose key begins with these columns would"
                        + " find them"
                : "every row of these partitions is read and tested";
    }

    private void result() {
        if (plan.distinct()) {
            add("distinct", "one row of each partition");
        }
        if (plan.grouped()) {
            add("group by", "partition and " + plan.groupBy().size() + " more");
        }
        if (plan.selection().isAggregate()) {
            add("aggregate", plan.grouped() ? "rows of each group" : "all rows into one");
        }
        if (!plan.sorts().isEmpty()) {
            add(
                    "sort",
                    plan.sorts().stream()
                            .map(sort -> plan.slots().columns().get(sort.slot()).name()
                                    + (sort.descending() ? " DESC" : " ASC"))
                            .collect(joining(", ", "in memory by ", "")));
        }
        plan.perPartitionLimit().ifPresent(limit -> add("limit of each partition", text.value(limit, NativeType.INT)));
        plan.limit().ifPresent(limit -> add("limit", text.value(limit, NativeType.INT)));
        add("columns", plan.columns().stream().map(ColumnSpec::name).collect(joining(", ")));
    }
}
