package org.helenus.query.modify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.Assignment;
import org.helenus.cql.tree.ColumnTarget;
import org.helenus.cql.tree.Delete;
import org.helenus.cql.tree.Insert;
import org.helenus.cql.tree.InsertJson;
import org.helenus.cql.tree.Modification;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.Update;
import org.helenus.cql.tree.Using;
import org.helenus.query.expression.Constant;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Receiver;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.restriction.ClusteringRestrictions;
import org.helenus.query.restriction.PartitionRestrictions;
import org.helenus.query.restriction.Restriction;
import org.helenus.query.restriction.Where;
import org.helenus.query.restriction.WhereBinder;
import org.helenus.query.row.SlotPlan;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableForm;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.KeyCodec;

/// Resolves one `INSERT`, `UPDATE` or `DELETE` to its plan. Messages are Cassandra's. One statement, one thread.
public final class ModifyBinder {
    private static final byte[] NOTHING = {};

    private final TableMetadata table;
    private final TermBinder terms;
    private final KeyCodec codec;
    private final SlotPlan.Builder slots;
    private final OperationBinder operations;
    private Optional<Expression> timestamp = Optional.empty();
    private Optional<Expression> ttl = Optional.empty();

    public ModifyBinder(TableMetadata table, TermBinder terms) {
        this.table = table;
        this.terms = terms;
        codec = KeyCodec.of(table);
        slots = SlotPlan.builder(table, codec);
        operations = new OperationBinder(table, terms);
    }

    public ModifyPlan bind(Modification statement) {
        if (table.isCounter() && statement.isConditional()) {
            throw new InvalidRequest(
                    statement instanceof Update update && !update.ifExists()
                            ? "Conditions on counters are not supported"
                            : "Conditional updates are not supported on counter tables");
        }
        return switch (statement) {
            case Insert insert -> insert(insert);
            case InsertJson insert -> insertJson(insert);
            case Update update -> update(update);
            case Delete delete -> delete(delete);
        };
    }

    private void using(Using using, boolean conditional) {
        if (table.isCounter()) {
            if (using.timestamp().isPresent()) {
                throw new InvalidRequest("Cannot provide custom timestamp for counter updates");
            }
            if (using.timeToLive().isPresent()) {
                throw new InvalidRequest("Cannot provide custom TTL for counter updates");
            }
        }
        if (conditional && using.timestamp().isPresent()) {
            throw new InvalidRequest("Cannot provide custom timestamp for conditional updates");
        }
        timestamp = using.timestamp().map(term -> terms.bind(term, receiver("[timestamp]", NativeType.BIGINT)));
        ttl = using.timeToLive().map(term -> terms.bind(term, receiver("[ttl]", NativeType.INT)));
    }

    private Receiver receiver(String name, NativeType type) {
        return Receiver.of(table.keyspace(), table.name(), name, type);
    }

    private ModifyPlan insert(Insert insert) {
        if (table.isCounter()) {
            throw new InvalidRequest("INSERT statements are not allowed on counter tables, use UPDATE instead");
        }
        if (insert.columns().isEmpty()) {
            throw new InvalidRequest("No columns provided to INSERT");
        }
        if (insert.columns().size() != insert.values().size()) {
            throw new InvalidRequest("Unmatched column names/values");
        }
        List<ColumnMetadata> columns =
                insert.columns().stream().map(operations::column).toList();
        if (columns.stream().distinct().count() != columns.size()) {
            throw new InvalidRequest("The column names contains duplicates");
        }
        var keys = new ArrayList<Restriction.Equal>();
        var bound = new ArrayList<Operation>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnMetadata column = columns.get(i);
            Term value = insert.values().get(i);
            if (column.isPrimaryKey()) {
                keys.add(new Restriction.Equal(column, terms.bind(value, Receiver.of(table, column))));
            } else {
                bound.add(operations.set(column, value));
            }
        }
        using(insert.using(), insert.ifNotExists());
        return insertPlan(keys, bound, insert.ifNotExists());
    }

    private ModifyPlan insertJson(InsertJson insert) {
        if (table.isCounter()) {
            throw new InvalidRequest("INSERT statements are not allowed on counter tables, use UPDATE instead");
        }
        if (table.form() == TableForm.STATIC_COMPACT) {
            // as Cassandra, which looks for a member of this name and then has no such column
            throw WhereBinder.undefined(table, table.clustering().getFirst().name());
        }
        Expression document = terms.bind(insert.value(), receiver("[json]", NativeType.TEXT));
        var keys = new ArrayList<Restriction.Equal>();
        var bound = new ArrayList<Operation>();
        for (ColumnMetadata column : table.columns()) {
            Expression value = JsonColumn.of(document, table, column, insert.defaultUnset(), terms);
            if (column.isPrimaryKey()) {
                keys.add(new Restriction.Equal(column, value));
            } else if (column.type().isMultiCell()) {
                bound.add(new Operation.Put(column, value, Operation.Put.Mode.REPLACE));
            } else {
                bound.add(new Operation.SetCell(column, value));
            }
        }
        using(insert.using(), insert.ifNotExists());
        return insertPlan(keys, bound, insert.ifNotExists());
    }

    private ModifyPlan insertPlan(List<Restriction.Equal> keys, List<Operation> bound, boolean ifNotExists) {
        boolean onlyStatics = !bound.isEmpty()
                && bound.stream().allMatch(operation -> operation.column().isStatic())
                && keys.stream().noneMatch(key -> table.clustering().contains(key.column()));
        List<Restriction> partition = pick(keys, table.partitionKey(), "partition key parts");
        List<Restriction> clustering = onlyStatics ? List.of() : clustering(keys);
        boolean marks = !onlyStatics && !table.isCompact();
        if (bound.isEmpty() && table.form() == TableForm.DENSE) {
            // the cell that says that the row is there, where no column was named for one
            table.regulars().stream()
                    .filter(table::isHidden)
                    .forEach(value ->
                            bound.add(new Operation.SetCell(value, new Constant(value.type(), Optional.of(NOTHING)))));
        }
        return plan(
                new PartitionRestrictions.Keys(partition),
                new ClusteringRestrictions(clustering, Optional.empty()),
                bound,
                false,
                false,
                marks,
                !onlyStatics,
                ifNotExists ? new ModifyPlan.IfNotExists() : new ModifyPlan.Always());
    }

    /// Rows of compact tables may leave the last ones out.
    private List<Restriction> clustering(List<Restriction.Equal> keys) {
        List<ColumnMetadata> columns = table.clustering();
        int given = columns.size();
        while (table.isCompact()
                && given > 0
                && find(keys, columns.get(given - 1)).isEmpty()) {
            given--;
        }
        if (given == 0) {
            return pick(keys, columns, "clustering keys");
        }
        for (int i = 1; table.isCompact() && i < given; i++) {
            if (find(keys, columns.get(i - 1)).isEmpty()
                    && find(keys, columns.get(i)).isPresent()) {
                throw new InvalidRequest(
                        "PRIMARY KEY column \"" + columns.get(i).name()
                                + "\" cannot be restricted as preceding column \""
                                + columns.get(i - 1).name() + "\" is not restricted");
            }
        }
        return pick(keys, columns.subList(0, given), "clustering keys");
    }

    private static Optional<Restriction.Equal> find(List<Restriction.Equal> keys, ColumnMetadata column) {
        return keys.stream().filter(key -> key.column().equals(column)).findFirst();
    }

    private static List<Restriction> pick(List<Restriction.Equal> keys, List<ColumnMetadata> columns, String what) {
        var picked = new ArrayList<Restriction>(columns.size());
        var missing = new ArrayList<String>();
        for (ColumnMetadata column : columns) {
            find(keys, column).ifPresentOrElse(picked::add, () -> missing.add(column.name()));
        }
        if (!missing.isEmpty()) {
            throw new InvalidRequest("Some " + what + " are missing: " + String.join(", ", missing));
        }
        return picked;
    }

    private ModifyPlan update(Update update) {
        using(update.using(), update.isConditional());
        var bound = new ArrayList<Operation>();
        for (Assignment assignment : update.assignments()) {
            bound.add(operations.assign(assignment));
        }
        ModifyPlan.Guard guard = guard(update.ifExists(), update.conditions());
        boolean onlyStatics =
                bound.stream().allMatch(operation -> operation.column().isStatic()) && !onRegulars(guard);
        Where where =
                new WhereBinder(table, WhereBinder.Kind.UPDATE, terms, slots, false, onlyStatics).bind(update.where());
        checkConditional(guard, where, "updates");
        return plan(
                (PartitionRestrictions.Keys) where.partitions(),
                where.clustering(),
                bound,
                false,
                false,
                false,
                !onlyStatics,
                guard);
    }

    private ModifyPlan delete(Delete delete) {
        using(delete.using(), delete.isConditional());
        var bound = new ArrayList<Operation>();
        for (ColumnTarget target : delete.targets()) {
            Operation operation = operations.delete(target);
            // a column that is named twice goes once
            if (!bound.contains(operation)) {
                bound.add(operation);
            }
        }
        ModifyPlan.Guard guard = guard(delete.ifExists(), delete.conditions());
        boolean setsOnlyStatics = !bound.isEmpty()
                && bound.stream().allMatch(operation -> operation.column().isStatic());
        boolean onlyStatics = setsOnlyStatics && !onRegulars(guard);
        Where where =
                new WhereBinder(table, WhereBinder.Kind.DELETE, terms, slots, false, onlyStatics).bind(delete.where());
        boolean whole = where.clustering().namesRows(table);
        if (delete.isConditional() && !whole) {
            if (!setsOnlyStatics) {
                throw new InvalidRequest("DELETE statements must restrict all PRIMARY KEY columns with equality"
                        + " relations in order to delete non static columns");
            }
            if (onRegulars(guard)) {
                throw new InvalidRequest("DELETE statements must restrict all PRIMARY KEY columns with equality"
                        + " relations in order to use IF condition on non static columns");
            }
        }
        checkConditional(guard, where, "deletions");
        return plan(
                (PartitionRestrictions.Keys) where.partitions(),
                where.clustering(),
                bound,
                bound.isEmpty(),
                !bound.isEmpty() && !setsOnlyStatics && !whole,
                false,
                !onlyStatics,
                guard);
    }

    private static boolean onRegulars(ModifyPlan.Guard guard) {
        return guard instanceof ModifyPlan.IfAll all && all.onRegulars();
    }

    private static void checkConditional(ModifyPlan.Guard guard, Where where, String what) {
        if (guard instanceof ModifyPlan.Always) {
            return;
        }
        if (!where.isOnePartition()) {
            throw new InvalidRequest("IN on the partition key is not supported with conditional updates");
        }
        if (where.clustering().listsSeveral()) {
            throw new InvalidRequest("IN on the clustering key columns is not supported with conditional " + what);
        }
    }

    private ModifyPlan.Guard guard(boolean ifExists, List<org.helenus.cql.tree.Condition> conditions) {
        if (!ifExists && conditions.isEmpty()) {
            return new ModifyPlan.Always();
        }
        if (ifExists) {
            return new ModifyPlan.IfExists();
        }
        var binder = new ConditionBinder(table, terms, slots);
        return new ModifyPlan.IfAll(conditions.stream().map(binder::bind).toList());
    }

    private ModifyPlan plan(
            PartitionRestrictions.Keys partitions,
            ClusteringRestrictions clustering,
            List<Operation> bound,
            boolean removesRows,
            boolean splitsRanges,
            boolean marks,
            boolean writesRows,
            ModifyPlan.Guard guard) {
        checkCompatible(bound);
        List<Operation> ordered = bound.stream()
                .sorted(Comparator.comparingInt(operation -> operation.column().id()))
                .toList();
        boolean readsBefore = bound.stream().anyMatch(Operation::readsBefore);
        if (!(guard instanceof ModifyPlan.Always)) {
            // the answer may have to show any column, and the newest write of all decides the timestamp
            table.allColumns().forEach(slots::slot);
        }
        for (Operation operation : bound) {
            if (operation.readsBefore()) {
                slots.slot(operation.column());
            }
        }
        return new ModifyPlan(
                table,
                codec,
                partitions,
                clustering,
                removesRows,
                splitsRanges,
                marks,
                writesRows,
                bound,
                ordered.stream()
                        .filter(operation -> operation.column().isStatic())
                        .toList(),
                ordered.stream()
                        .filter(operation -> !operation.column().isStatic())
                        .toList(),
                timestamp,
                ttl,
                guard,
                slots.build(),
                readsBefore,
                terms.callSites());
    }

    private static void checkCompatible(List<Operation> bound) {
        for (int i = 0; i < bound.size(); i++) {
            for (int j = 0; j < i; j++) {
                Operation a = bound.get(i);
                Operation b = bound.get(j);
                if (a.column().equals(b.column()) && !(isPartial(a) && isPartial(b))) {
                    throw new InvalidRequest("Multiple incompatible setting of column "
                            + a.column().name());
                }
            }
        }
    }

    private static boolean isPartial(Operation operation) {
        return switch (operation) {
            case Operation.SetCell _, Operation.DeleteCell _, Operation.DeleteAll _, Operation.Count _ -> false;
            case Operation.Put put -> put.mode() != Operation.Put.Mode.REPLACE;
            case Operation.Discard _, Operation.SetElement _, Operation.SetField _ -> true;
        };
    }
}
