package org.helenus.query.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.Term;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.ServerError;

/// The bind markers of a statement and what each turned out to be for. Filled while the statement is bound.
public final class Variables {
    private final ColumnSpec[] specs;
    private final ColumnMetadata[] columns;

    public Variables(int count) {
        if (count > 65535) {
            throw new InvalidRequest("There were " + count + " markers(?) in CQL but must be <= 65535");
        }
        specs = new ColumnSpec[count];
        columns = new ColumnMetadata[count];
    }

    void record(Term.BindMarker marker, Receiver receiver) {
        ColumnSpec spec = receiver.spec();
        specs[marker.index()] = marker.name()
                .map(name -> new ColumnSpec(spec.keyspace(), spec.table(), name.text(), spec.type()))
                .orElse(spec);
        columns[marker.index()] = receiver.column().orElse(null);
    }

    /// One per marker, in the order written.
    public List<ColumnSpec> specs() {
        var all = new ArrayList<ColumnSpec>(specs.length);
        for (ColumnSpec spec : specs) {
            if (spec == null) {
                throw new ServerError("a bind marker was not bound to anything");
            }
            all.add(spec);
        }
        return all;
    }

    /// For each partition key column the marker whose value is its value; empty unless all have one.
    public int[] partitionKeyIndexes(List<ColumnMetadata> partitionKey) {
        var indexes = new int[partitionKey.size()];
        for (int i = 0; i < indexes.length; i++) {
            Optional<Integer> marker = lastFor(partitionKey.get(i));
            if (marker.isEmpty()) {
                return new int[0];
            }
            indexes[i] = marker.get();
        }
        return indexes;
    }

    private Optional<Integer> lastFor(ColumnMetadata column) {
        int at = Arrays.asList(columns).lastIndexOf(column);
        return at < 0 ? Optional.empty() : Optional.of(at);
    }
}
