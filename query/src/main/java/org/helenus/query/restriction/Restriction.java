package org.helenus.query.restriction;

import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.error.InvalidRequest;

/// What a `WHERE` clause asks of one key column, or of several that follow each other.
public sealed interface Restriction {
    /// The columns restricted, in order of the key; for ranges those of the longer bound.
    List<ColumnMetadata> columns();

    record Equal(ColumnMetadata column, Expression value) implements Restriction {
        @Override
        public List<ColumnMetadata> columns() {
            return List.of(column);
        }
    }

    /// One of several values, or of several tuples.
    record In(List<ColumnMetadata> columns, Choices choices) implements Restriction {
        public In {
            columns = List.copyOf(columns);
        }
    }

    /// Between bounds, in the order of the columns' types.
    record Range(Optional<Bound> lower, Optional<Bound> upper) implements Restriction {
        @Override
        public List<ColumnMetadata> columns() {
            List<ColumnMetadata> low = lower.map(Bound::columns).orElse(List.of());
            List<ColumnMetadata> high = upper.map(Bound::columns).orElse(List.of());
            return low.size() >= high.size() ? low : high;
        }

        public boolean hasNullBound(Scope scope) {
            return isNull(lower, scope) || isNull(upper, scope);
        }
    }

    /// Whether a bound has a null for its value.
    ///
    /// @throws InvalidRequest when it has one among several
    private static boolean isNull(Optional<Bound> bound, Scope scope) {
        var value = new Slice();
        List<Expression> values = bound.map(Bound::values).orElse(List.of());
        for (int i = 0; i < values.size(); i++) {
            values.get(i).evaluate(scope, value);
            if (value.isNull() && values.size() > 1) {
                throw new InvalidRequest("Invalid null value in condition for column "
                        + bound.orElseThrow().columns().get(i).name());
            }
            if (value.isNull()) {
                return true;
            }
        }
        return false;
    }

    /// One end of a range: a value for each of the columns.
    record Bound(List<ColumnMetadata> columns, List<Expression> values, boolean inclusive) {
        public Bound {
            columns = List.copyOf(columns);
            values = List.copyOf(values);
        }
    }

    /// The right side of an `IN`.
    sealed interface Choices {}

    /// Tuples of values written one by one; a single column has tuples of one.
    record Listed(List<List<Expression>> tuples) implements Choices {
        public Listed {
            tuples = List.copyOf(tuples);
        }
    }

    /// One list for all.
    ///
    /// @param list of values or of tuples
    /// @param tuples what a list of tuples is called
    record AsList(Expression list, Optional<String> tuples) implements Choices {}
}
