package org.helenus.query.select;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.restriction.Filter;
import org.helenus.query.restriction.PartitionRestrictions;
import org.helenus.query.restriction.PartitionRestrictions.TokenBound;
import org.helenus.query.restriction.Restriction;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.NativeType;

/// A plan in words, step by step, with the values of one execution. One request, one thread.
public final class PlanExplanation {
    /// @param name   what is done
    /// @param detail with what
    public record Step(String name, String detail) {}

    private final SelectPlan plan;
    private final Scope scope;
    private final List<Step> steps = new ArrayList<>();

    private PlanExplanation(SelectPlan plan, Scope scope) {
        this.plan = plan;
        this.scope = scope;
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
                add("partition key", restrictions(keys.components()));
            }
            case PartitionRestrictions.Tokens(Optional<TokenBound> lower, Optional<TokenBound> upper) -> {
                boolean all = lower.isEmpty() && upper.isEmpty();
                add("read", all ? "all partitions, in the order of their tokens" : "partitions in a range of tokens");
                lower.ifPresent(bound -> add("token", (bound.inclusive() ? ">= " : "> ") + token(bound)));
                upper.ifPresent(bound -> add("token", (bound.inclusive() ? "<= " : "< ") + token(bound)));
            }
        }
        if (!plan.where().clustering().isEmpty()) {
            var all = new ArrayList<>(plan.where().clustering().prefix());
            plan.where().clustering().slice().ifPresent(all::add);
            add("clustering", restrictions(all));
        }
        if (plan.usesStaticRow()) {
            add("static row", "read for each partition");
        }
        if (plan.reversed()) {
            add("order", "each partition from its last row to its first");
        }
        for (Filter filter : plan.where().filters()) {
            add("filter", filter(filter));
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
        plan.perPartitionLimit().ifPresent(limit -> add("limit of each partition", value(limit, NativeType.INT)));
        plan.limit().ifPresent(limit -> add("limit", value(limit, NativeType.INT)));
        add("columns", plan.columns().stream().map(ColumnSpec::name).collect(joining(", ")));
    }

    private String restrictions(List<Restriction> all) {
        return all.stream().map(this::restriction).collect(joining(" AND "));
    }

    private String restriction(Restriction restriction) {
        return switch (restriction) {
            case Restriction.Equal(ColumnMetadata column, Expression value) ->
                column.name() + " = " + value(value, column.type());
            case Restriction.In in -> names(in.columns()) + " IN " + choices(in);
            case Restriction.Range(var lower, var upper) ->
                IntStream.rangeClosed(0, 1)
                        .mapToObj(side -> side == 0
                                ? lower.map(bound -> bound(bound, ">"))
                                : upper.map(bound -> bound(bound, "<")))
                        .flatMap(Optional::stream)
                        .collect(joining(" AND "));
        };
    }

    private String choices(Restriction.In in) {
        return switch (in.choices()) {
            case Restriction.Listed(List<List<Expression>> tuples) ->
                tuples.stream().map(tuple -> tuple(in.columns(), tuple)).collect(joining(", ", "(", ")"));
            case Restriction.AsList(Expression list) ->
                value(
                        list,
                        in.columns().size() == 1
                                ? new ListType(in.columns().getFirst().type(), false)
                                : list.type());
        };
    }

    private String bound(Restriction.Bound bound, String operator) {
        return names(bound.columns()) + " " + operator + (bound.inclusive() ? "= " : " ")
                + tuple(bound.columns(), bound.values());
    }

    private static String names(List<ColumnMetadata> columns) {
        String names = columns.stream().map(ColumnMetadata::name).collect(joining(", "));
        return columns.size() == 1 ? names : "(" + names + ")";
    }

    private String tuple(List<ColumnMetadata> columns, List<Expression> values) {
        String text = IntStream.range(0, values.size())
                .mapToObj(i -> value(values.get(i), columns.get(i).type()))
                .collect(joining(", "));
        return values.size() == 1 ? text : "(" + text + ")";
    }

    private String token(TokenBound bound) {
        return value(bound.value(), NativeType.BIGINT);
    }

    private String filter(Filter filter) {
        return switch (filter) {
            case Filter.Compare compare ->
                compare.column().name() + " " + compare.operator().symbol() + " "
                        + value(compare.value(), compare.column().type());
            case Filter.OneOf(var _, Restriction.In in) -> restriction(in);
            case Filter.Beyond(var _, Restriction.Bound bound, boolean lower) -> bound(bound, lower ? ">" : "<");
            case Filter.Contains contains ->
                contains.column().name()
                        + (contains.isKey() ? " CONTAINS KEY " : " CONTAINS ")
                        + value(contains.value(), contains.value().type());
            case Filter.Entry entry ->
                entry.column().name() + "[" + value(entry.key(), entry.key().type()) + "] "
                        + entry.operator().symbol() + " "
                        + value(entry.value(), entry.value().type());
            case Filter.InTokens _ -> "the token of the partition";
        };
    }

    private String value(Expression value, CqlType type) {
        return value.bytes(scope).map(type::format).orElse("null");
    }
}
