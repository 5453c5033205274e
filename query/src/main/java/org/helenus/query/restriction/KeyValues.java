package org.helenus.query.restriction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.query.row.WireValues;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.TupleType;

/// Evaluates what restrictions compare keys with: no nulls, nothing unset, in Cassandra's words.
public final class KeyValues {
    private KeyValues() {}

    /// The most combinations that several `IN` may make.
    private static final int MAX_PRODUCT = 1 << 17;

    static void checkProduct(int left, int right) {
        if ((long) left * right > MAX_PRODUCT) {
            throw new InvalidRequest("The query cannot be executed because the cartesian product of its IN restrictions"
                    + " has more than " + MAX_PRODUCT + " elements");
        }
    }

    public static byte[] value(ColumnMetadata column, Expression expression, Scope scope, Slice scratch) {
        expression.evaluate(scope, scratch);
        if (scratch.isNull()) {
            throw new InvalidRequest("Invalid null value in condition for column " + column.name());
        }
        if (scratch.isUnset()) {
            throw new InvalidRequest("Invalid unset value for column " + column.name());
        }
        if (scratch.length > PartitionKeys.MAX_COMPONENT_BYTES) {
            throw new InvalidRequest("Key length of " + scratch.length + " is longer than maximum of "
                    + PartitionKeys.MAX_COMPONENT_BYTES);
        }
        return scratch.bytes();
    }

    static List<byte[]> values(Restriction.Bound bound, Scope scope) {
        var scratch = new Slice();
        var values = new ArrayList<byte[]>(bound.values().size());
        for (int i = 0; i < bound.values().size(); i++) {
            values.add(value(bound.columns().get(i), bound.values().get(i), scope, scratch));
        }
        return values;
    }

    /// The distinct tuples of an `IN`, in the order of the columns' types.
    static List<List<byte[]>> choices(Restriction.In in, Scope scope) {
        var found = new ArrayList<List<byte[]>>();
        List<ColumnMetadata> columns = in.columns();
        switch (in.choices()) {
            case Restriction.Listed(List<List<Expression>> tuples) -> {
                var scratch = new Slice();
                for (List<Expression> tuple : tuples) {
                    var values = new ArrayList<byte[]>(tuple.size());
                    for (int i = 0; i < tuple.size(); i++) {
                        values.add(value(columns.get(i), tuple.get(i), scope, scratch));
                    }
                    found.add(values);
                }
            }
            case Restriction.AsList list -> fromList(list, columns, scope, found);
        }
        found.sort((a, b) -> compare(columns, a, b));
        var distinct = new ArrayList<List<byte[]>>(found.size());
        for (List<byte[]> tuple : found) {
            if (distinct.isEmpty() || compare(columns, distinct.getLast(), tuple) != 0) {
                distinct.add(tuple);
            }
        }
        return distinct;
    }

    private static void fromList(
            Restriction.AsList in, List<ColumnMetadata> columns, Scope scope, List<List<byte[]>> found) {
        var scratch = new Slice();
        in.list().evaluate(scope, scratch);
        if (in.tuples().isPresent() && !scratch.hasValue()) {
            throw new InvalidRequest(
                    scratch.isUnset()
                            ? "Invalid unset value for " + in.tuples().get()
                            : "Invalid null value for IN restriction");
        }
        if (scratch.isNull()) {
            throw new InvalidRequest(
                    "Invalid null value for column " + columns.getFirst().name());
        }
        if (scratch.isUnset()) {
            throw new InvalidRequest(
                    "Invalid unset value for column " + columns.getFirst().name());
        }
        CqlType elementType = ((ListType) in.list().type()).element();
        for (Optional<byte[]> element : WireValues.elements(scratch)) {
            byte[] value = element.orElseThrow(() -> new InvalidRequest("Invalid null value in condition for column "
                    + columns.getFirst().name()));
            found.add(in.tuples().isEmpty() ? List.of(value) : components(value, (TupleType) elementType, columns));
        }
    }

    private static void checkNotNull(boolean present, List<ColumnMetadata> columns) {
        if (!present) {
            throw new InvalidRequest("Invalid null value in condition for columns: "
                    + columns.stream().map(ColumnMetadata::name).toList());
        }
    }

    private static List<byte[]> components(byte[] tuple, TupleType type, List<ColumnMetadata> columns) {
        List<Optional<byte[]>> components =
                WireValues.components(tuple, type.components().size());
        var values = new ArrayList<byte[]>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            checkNotNull(components.get(i).isPresent(), columns);
            values.add(components.get(i).get());
        }
        return values;
    }

    /// Compares tuples of values as the types order them, `DESC` or not.
    static int compare(List<ColumnMetadata> columns, List<byte[]> a, List<byte[]> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = columns.get(i).type().compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
