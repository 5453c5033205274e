package org.helenus.tools.sstable;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.DroppedColumn;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.UserType;
import org.helenus.storage.encoding.CellPath;
import org.helenus.storage.encoding.RowReader;

/// What the cells of a table's rows mean.
final class CellNames {
    private final TableMetadata table;

    CellNames(TableMetadata table) {
        this.table = table;
    }

    /// The column of the cell; one that was dropped may be known by its old name, any other is named after its id.
    ColumnMetadata column(RowReader cell) {
        int id = cell.columnId();
        return table.column(id)
                .or(() -> table.droppedColumns().values().stream()
                        .map(DroppedColumn::column)
                        .filter(column -> column.id() == id)
                        .findFirst())
                .orElseGet(
                        () -> new ColumnMetadata("column_" + id, id, NativeType.BLOB, ColumnKind.REGULAR, -1, false));
    }

    /// Which element of a collection, or field of a user type, the cell is.
    Optional<String> path(RowReader cell) {
        CqlType type = column(cell).type();
        if (!cell.hasPath() && !type.isMultiCell()) {
            return Optional.empty();
        }
        byte[] array = cell.array();
        int offset = cell.pathOffset();
        int length = cell.pathLength();
        return Optional.of(
                switch (type) {
                    case SetType set ->
                        cell.isTombstone()
                                ? key(set.element(), cell)
                                : ValueText.plain(
                                        set.element(),
                                        CellPath.element(
                                                set.element(),
                                                array,
                                                offset,
                                                length,
                                                cell.valueOffset(),
                                                cell.valueLength()));
                    case MapType map ->
                        cell.isTombstone()
                                ? key(map.key(), cell)
                                : ValueText.plain(
                                        map.key(), CellPath.key(map.key(), array, offset, length, cell.valueOffset()));
                    case ListType _ -> key(NativeType.TIMEUUID, cell);
                    case UserType user
                    when length == 2 -> {
                        int field = CellPath.field(array, offset);
                        yield field < user.fieldNames().size()
                                ? user.fieldNames().get(field)
                                : "field_" + field;
                    }
                    case CqlType _ -> ValueText.hex(Arrays.copyOfRange(array, offset, offset + length));
                });
    }

    /// The element that a path stands for; of a removed one only its ordered form is there.
    private static String key(CqlType type, RowReader cell) {
        return ValueText.plain(type, CellPath.decode(type, cell.array(), cell.pathOffset(), cell.pathLength()));
    }

    /// The cell's value as text.
    String value(RowReader cell, BiFunction<CqlType, byte[], String> text) {
        CqlType type = column(cell).type();
        byte[] array = cell.array();
        int from = cell.valueOffset();
        int to = from + cell.valueLength();
        if (!type.isMultiCell()) {
            return text.apply(type, Arrays.copyOfRange(array, from, to));
        }
        return switch (type) {
            case SetType _ -> "\"\"";
            case MapType map ->
                text.apply(
                        map.value(),
                        Arrays.copyOfRange(array, from + CellPath.mapValueShift(map.key(), array, from), to));
            case ListType list -> text.apply(list.element(), Arrays.copyOfRange(array, from, to));
            case UserType user -> {
                int field = CellPath.field(array, cell.pathOffset());
                CqlType fieldType =
                        field < user.fieldTypes().size() ? user.fieldTypes().get(field) : NativeType.BLOB;
                yield text.apply(fieldType, Arrays.copyOfRange(array, from, to));
            }
            case CqlType _ -> text.apply(NativeType.BLOB, Arrays.copyOfRange(array, from, to));
        };
    }
}
