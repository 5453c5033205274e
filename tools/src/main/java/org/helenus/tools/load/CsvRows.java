package org.helenus.tools.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.UserType;
import org.helenus.storage.Mutation;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.encoding.CellPath;
import org.helenus.tools.csv.CsvReader;

/// From records of CSV to what an `INSERT` of the same values would write: a row marker, cells, collections whole. A
/// null writes nothing, or, where asked, the deletion that an `INSERT` of null is. One thread.
final class CsvRows {
    private static final int LONGEST_KEY = 65_535;
    private static final byte[] EMPTY = {};
    /// 1582-10-15 to 1970-01-01 in units of 100 ns.
    private static final long GREGORIAN_UNITS = 0x01B2_1DD2_1381_4000L;

    private final TableMetadata table;
    private final List<ColumnMetadata> columns;
    private final ColumnText[] texts;
    private final List<Integer> partitionKey;
    private final List<Integer> clustering;
    /// Places in the record of static and of regular columns, in order of column ids.
    private final List<Integer> statics;

    private final List<Integer> regulars;
    private final boolean nullsDelete;
    private final RowTimes times;
    private final long listNode;
    private final MutationWriter writer = new MutationWriter();
    private final List<Optional<byte[]>> values = new ArrayList<>();
    private long listElements;

    /// @param names what the fields of a record are, in order
    /// @param nullsDelete whether a null deletes what was there before
    /// @param listNode sets the positions of list elements apart from those of other loads
    /// @throws IllegalArgumentException the columns do not make a row
    CsvRows(
            TableMetadata table,
            List<String> names,
            TextOptions options,
            boolean nullsDelete,
            RowTimes times,
            long listNode) {
        this.table = table;
        this.nullsDelete = nullsDelete;
        this.times = times;
        this.listNode = listNode;
        columns = columns(table, names);
        texts = columns.stream().map(column -> new ColumnText(column, options)).toArray(ColumnText[]::new);
        partitionKey = places(table.partitionKey());
        clustering = places(table.clustering());
        statics = places(ColumnKind.STATIC);
        regulars = places(ColumnKind.REGULAR);
        check();
    }

    /// All columns, as `cqlsh COPY` has them: the primary key, then the others by name.
    static List<String> defaultColumns(TableMetadata table) {
        var names = new ArrayList<String>();
        table.columns().stream()
                .filter(ColumnMetadata::isPrimaryKey)
                .map(ColumnMetadata::name)
                .forEach(names::add);
        table.columns().stream()
                .filter(column -> !column.isPrimaryKey())
                .map(ColumnMetadata::name)
                .sorted()
                .forEach(names::add);
        return names;
    }

    private static List<ColumnMetadata> columns(TableMetadata table, List<String> names) {
        var columns = new ArrayList<ColumnMetadata>();
        for (String name : names) {
            ColumnMetadata column = table.column(name)
                    .orElseThrow(() -> new IllegalArgumentException("there is no column " + name + " in "
                            + table.keyspace() + "." + table.name() + ", which has " + defaultColumns(table)));
            if (columns.contains(column)) {
                throw new IllegalArgumentException("column " + name + " is named twice");
            }
            columns.add(column);
        }
        return columns;
    }

    private List<Integer> places(List<ColumnMetadata> key) {
        var places = new ArrayList<Integer>();
        for (ColumnMetadata column : key) {
            places.add(columns.indexOf(column));
        }
        return places;
    }

    private List<Integer> places(ColumnKind kind) {
        return columns.stream()
                .filter(column -> column.kind() == kind)
                .sorted(Comparator.comparingInt(ColumnMetadata::id))
                .map(columns::indexOf)
                .toList();
    }

    private void check() {
        if (table.isCounter()) {
            throw new IllegalArgumentException(
                    "a table of counters cannot be loaded: counters are added to, not written");
        }
        if (table.isCompact()) {
            throw new IllegalArgumentException(
                    "a table WITH COMPACT STORAGE cannot be loaded: its rows are made otherwise");
        }
        if (partitionKey.contains(-1)) {
            throw new IllegalArgumentException("all columns of the partition key must be among the columns");
        }
        boolean noClustering = clustering.stream().allMatch(place -> place < 0);
        boolean staticsOnly = noClustering && !statics.isEmpty() && regulars.isEmpty();
        if (clustering.contains(-1) && !staticsOnly) {
            throw new IllegalArgumentException("all clustering columns must be among the columns");
        }
    }

    /// What the record writes; valid until the next call.
    ///
    /// @throws BadValueException the table cannot take it
    Mutation row(CsvReader record) {
        if (record.fieldCount() != columns.size()) {
            throw new BadValueException(record.fieldCount() + " fields where there are " + columns.size() + " columns");
        }
        values.clear();
        for (int i = 0; i < texts.length; i++) {
            values.add(texts[i].parse(record.field(i), record.isQuoted(i)));
        }
        times.next();
        listElements = 0;
        writer.reset();
        byte[] key = key();
        writer.partition(table, key, 0, key.length);
        if (statics.stream().anyMatch(this::writes)) {
            writer.staticRow();
            cells(statics);
        }
        if (clustering.isEmpty() || clustering.getFirst() >= 0) {
            var prefix = new ArrayList<byte[]>();
            for (int place : clustering) {
                prefix.add(keyValue(place));
            }
            writer.row(prefix);
            writer.marker(times.timestamp(), times.ttl(), times.expirySeconds());
            cells(regulars);
        }
        if (writer.isEmpty()) {
            throw new BadValueException("nothing to write: all static columns are null");
        }
        return writer.finish();
    }

    private boolean writes(int place) {
        return nullsDelete || values.get(place).isPresent();
    }

    private byte[] key() {
        var components = new ArrayList<byte[]>();
        for (int place : partitionKey) {
            components.add(keyValue(place));
        }
        byte[] key = PartitionKeys.compose(components);
        if (key.length == 0) {
            throw new BadValueException("Key may not be empty");
        }
        if (key.length > LONGEST_KEY) {
            throw new BadValueException("Key length of " + key.length + " is longer than maximum of " + LONGEST_KEY);
        }
        return key;
    }

    private byte[] keyValue(int place) {
        byte[] value = values.get(place)
                .orElseThrow(() -> new BadValueException("Cannot insert null value for primary key column '"
                        + columns.get(place).name() + "'"));
        if (value.length > LONGEST_KEY) {
            throw new BadValueException("column " + columns.get(place).name() + ": a key value of " + value.length
                    + " bytes is longer than " + LONGEST_KEY);
        }
        return value;
    }

    private void cells(List<Integer> places) {
        for (int place : places) {
            ColumnMetadata column = columns.get(place);
            Optional<byte[]> value = values.get(place);
            if (column.type().isMultiCell()) {
                if (value.isPresent() || nullsDelete) {
                    writer.complexDeletion(column.id(), times.timestamp() - 1, times.nowSeconds());
                    value.ifPresent(wire -> elements(column.id(), column.type(), wire));
                }
            } else if (value.isPresent()) {
                byte[] wire = value.get();
                writer.cell(column.id(), times.timestamp(), times.ttl(), times.expirySeconds(), wire, 0, wire.length);
            } else if (nullsDelete) {
                writer.tombstone(column.id(), times.timestamp(), times.nowSeconds());
            }
        }
    }

    /// The cells of a collection or user type, in order of their paths. Of equal elements or keys the last stays.
    private void elements(int columnId, CqlType type, byte[] wire) {
        var in = ByteBuffer.wrap(wire);
        var cells = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        switch (type) {
            case ListType _ -> {
                for (int count = in.getInt(); count > 0; count--) {
                    cells.put(CellPath.ofPosition(nextPosition()), next(in));
                }
            }
            case SetType set -> {
                for (int count = in.getInt(); count > 0; count--) {
                    byte[] element = next(in);
                    cells.put(CellPath.of(set.element(), element), CellPath.setValue(set.element(), element));
                }
            }
            case MapType map -> {
                for (int count = in.getInt(); count > 0; count--) {
                    byte[] key = next(in);
                    cells.put(CellPath.of(map.key(), key), CellPath.mapValue(map.key(), key, next(in)));
                }
            }
            case UserType _ -> {
                for (int field = 0; in.hasRemaining(); field++) {
                    int length = in.getInt();
                    if (length >= 0) {
                        byte[] value = new byte[length];
                        in.get(value);
                        cells.put(CellPath.ofField(field), value);
                    }
                }
            }
            default -> throw new IllegalStateException(type.cqlName() + " is not made of cells");
        }
        cells.forEach((path, value) ->
                writer.pathCell(columnId, path, times.timestamp(), times.ttl(), times.expirySeconds(), value));
    }

    private static byte[] next(ByteBuffer in) {
        int length = in.getInt();
        if (length <= 0) {
            return EMPTY;
        }
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    /// A time-based UUID of the row's timestamp, one tick later for each element.
    private byte[] nextPosition() {
        long units = times.timestamp() * 10 + GREGORIAN_UNITS + listElements++;
        long most = units << 32 | (units >>> 32 & 0xFFFF) << 16 | 0x1000 | units >>> 48 & 0xFFF;
        return ByteBuffer.allocate(16)
                .putLong(most)
                .putLong(listNode & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L)
                .array();
    }
}
