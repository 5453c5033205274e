package org.helenus.query.modify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.helenus.query.row.Slice;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.NativeType;

/// The rows that a conditional statement answers with: `[applied]`, and, when it was not, the rows that were looked
/// at, with the columns of the conditions, or with all columns where the question was whether they exist. A batch also
/// tells the keys.
final class ConditionalAnswer {
    private ConditionalAnswer() {}

    static WriteAnswer.Rows applied(TableMetadata table) {
        var content = new ByteWriter(16);
        writeApplied(content, true);
        return new WriteAnswer.Rows(List.of(appliedSpec(table)), content, 1);
    }

    private static ColumnSpec appliedSpec(TableMetadata table) {
        return new ColumnSpec(table.keyspace(), table.name(), "[applied]", NativeType.BOOLEAN);
    }

    private static void writeApplied(ByteWriter out, boolean applied) {
        out.i32(1);
        out.u8(applied ? 1 : 0);
    }

    /// @param images what the statements' rows hold, each row once, in the order of their keys
    static WriteAnswer.Rows refused(List<ModifyPlan> plans, Iterable<Before.Image> images, boolean isBatch) {
        TableMetadata table = plans.getFirst().table();
        List<ColumnMetadata> columns = columns(plans, isBatch);
        var specs = new ArrayList<ColumnSpec>();
        specs.add(appliedSpec(table));
        for (ColumnMetadata column : columns) {
            specs.add(new ColumnSpec(table.keyspace(), table.name(), column.name(), column.type()));
        }
        // a static column is read only if one is written under a condition, or a condition is on it
        boolean writesStatics = plans.stream().anyMatch(ModifyPlan::writesStaticsIf);
        boolean hidesStatics = !writesStatics && plans.stream().noneMatch(ModifyPlan::conditionsOnStatics);
        var content = new ByteWriter(128);
        var value = new Slice();
        int rows = 0;
        boolean hasRows = false;
        Optional<Before.Image> statics = Optional.empty();
        for (Before.Image image : images) {
            hasRows |= image.rowExists();
            statics = image.staticExists() ? Optional.of(image) : statics;
        }
        for (Before.Image image : images) {
            // the partition is shown by itself, and once, only where none of its rows is there
            boolean shown = hasRows ? image.rowExists() : rows == 0 && !hidesStatics && image.partitionExists();
            if (!shown) {
                continue;
            }
            writeApplied(content, false);
            for (ColumnMetadata column : columns) {
                if (column.isStatic() && !writesStatics && !isAskedFor(column, plans)) {
                    value.setNull();
                } else {
                    Before.Image source = column.isStatic() ? statics.orElse(image) : image;
                    value(source, column, value);
                }
                content.i32(value.length);
                if (value.hasValue()) {
                    content.bytes(value.array, value.offset, value.length);
                }
            }
            rows++;
        }
        if (rows == 0) {
            writeApplied(content, false);
            return new WriteAnswer.Rows(List.of(specs.getFirst()), content, 1);
        }
        return new WriteAnswer.Rows(specs, content, rows);
    }

    private static void value(Before.Image image, ColumnMetadata column, Slice into) {
        int slot = image.slots().columns().indexOf(column);
        if (slot < 0) {
            into.setNull();
        } else {
            image.slots().get(slot, into);
        }
    }

    private static boolean isAskedFor(ColumnMetadata column, List<ModifyPlan> plans) {
        return plans.stream()
                .anyMatch(plan -> plan.guard() instanceof ModifyPlan.IfAll(List<Condition> conditions)
                        && conditions.stream()
                                .anyMatch(condition -> condition.column().equals(column)));
    }

    private static List<ColumnMetadata> columns(List<ModifyPlan> plans, boolean isBatch) {
        TableMetadata table = plans.getFirst().table();
        var columns = new LinkedHashSet<ColumnMetadata>();
        if (isBatch) {
            columns.addAll(table.partitionKey());
            columns.addAll(table.clustering());
        }
        for (ModifyPlan plan : plans) {
            switch (plan.guard()) {
                case ModifyPlan.Always _ -> {}
                case ModifyPlan.IfExists _, ModifyPlan.IfNotExists _ -> {
                    return table.columns();
                }
                // as Cassandra: of each statement what the row holds first, then what its partition
                // does
                case ModifyPlan.IfAll(List<Condition> conditions) ->
                    conditions.stream()
                            .map(Condition::column)
                            .sorted(Comparator.comparing(ColumnMetadata::isStatic))
                            .forEach(columns::add);
            }
        }
        return List.copyOf(columns);
    }
}
