package org.helenus.query.modify;

import java.util.List;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Quantity;
import org.helenus.query.guardrail.Warnings;
import org.helenus.query.row.Slice;
import org.helenus.query.row.WireValues;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.SetType;

/// Asks the guardrails about the values that a request writes. Every method throws
/// [org.helenus.schema.error.InvalidRequest] when one is too large. One request, one thread.
sealed interface ValueGuard {
    /// Lets everything pass.
    ValueGuard NONE = new Open();

    /// The value of a column with one cell.
    void cell(ColumnMetadata column, Slice value);

    /// One cell of a column with many.
    void element(ColumnMetadata column, int pathBytes, int valueBytes);

    /// So many elements are written to a collection together.
    void items(ColumnMetadata column, int count);

    /// And take so many bytes with what is kept about each.
    void collection(ColumnMetadata column, long bytes);

    /// What Cassandra reckons for each cell besides its path and value: timestamp, TTL and time of deletion.
    int CELL_BYTES = 20;

    record Open() implements ValueGuard {
        @Override
        public void cell(ColumnMetadata column, Slice value) {}

        @Override
        public void element(ColumnMetadata column, int pathBytes, int valueBytes) {}

        @Override
        public void items(ColumnMetadata column, int count) {}

        @Override
        public void collection(ColumnMetadata column, long bytes) {}
    }

    record Watching(Guardrails guardrails, Warnings warnings) implements ValueGuard {
        @Override
        public void cell(ColumnMetadata column, Slice value) {
            boolean isCollection = isCollection(column);
            if (isCollection && guardrails.watches(Quantity.ITEMS_PER_COLLECTION)) {
                List<?> elements = WireValues.elements(value);
                items(column, column.type() instanceof MapType ? elements.size() / 2 : elements.size());
            }
            check(Quantity.COLUMN_VALUE_SIZE, value.length, column);
            if (isCollection) {
                collection(column, CELL_BYTES + (long) value.length);
            }
        }

        private static boolean isCollection(ColumnMetadata column) {
            return column.type() instanceof ListType
                    || column.type() instanceof SetType
                    || column.type() instanceof MapType;
        }

        private void check(Quantity quantity, long value, ColumnMetadata column) {
            guardrails.check(quantity, value, column.name(), warnings);
        }

        @Override
        public void element(ColumnMetadata column, int pathBytes, int valueBytes) {
            check(Quantity.COLUMN_VALUE_SIZE, valueBytes, column);
            check(Quantity.COLUMN_VALUE_SIZE, pathBytes, column);
        }

        @Override
        public void items(ColumnMetadata column, int count) {
            check(Quantity.ITEMS_PER_COLLECTION, count, column);
        }

        @Override
        public void collection(ColumnMetadata column, long bytes) {
            check(Quantity.COLLECTION_SIZE, bytes, column);
        }
    }
}
