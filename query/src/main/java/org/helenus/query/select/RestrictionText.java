package org.helenus.query.select;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.restriction.Filter;
import org.helenus.query.restriction.PartitionRestrictions.TokenBound;
import org.helenus.query.restriction.Restriction;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.NativeType;

/// Restrictions as CQL, with the values of one execution.
record RestrictionText(Scope scope) {
    String restrictions(List<Restriction> all) {
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
            case Restriction.AsList(Expression list, var _) ->
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

    String token(TokenBound bound) {
        return value(bound.value(), NativeType.BIGINT);
    }

    String filter(Filter filter) {
        return switch (filter) {
            case Filter.Compare compare ->
                compare.column().name() + " " + compare.operator().symbol() + " "
                        + value(compare.value(), compare.column().type());
            case Filter.OneOf(var _, Restriction.In in) -> restriction(in);
            case Filter.Beyond(var _, Restriction.Bound bound, boolean lower, var _) -> bound(bound, lower ? ">" : "<");
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

    String value(Expression value, CqlType type) {
        return value.bytes(scope).map(type::format).orElse("null");
    }
}
