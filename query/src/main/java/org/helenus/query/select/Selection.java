package org.helenus.query.select;

import java.util.List;
import org.helenus.query.expression.Expression;
import org.helenus.schema.ColumnSpec;

/// What a `SELECT` shows of each row or group.
///
/// @param columns headers and types of the result
/// @param expressions one per column
/// @param aggregations whose results the expressions look at; empty: every row is shown
record Selection(List<ColumnSpec> columns, List<Expression> expressions, List<Aggregation> aggregations) {
    Selection {
        columns = List.copyOf(columns);
        expressions = List.copyOf(expressions);
        aggregations = List.copyOf(aggregations);
    }

    boolean isAggregate() {
        return !aggregations.isEmpty();
    }
}
