package org.helenus.query.modify;

import java.util.Optional;
import org.helenus.cql.tree.Assignment;
import org.helenus.cql.tree.ColumnTarget;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Term;
import org.helenus.query.expression.Receiver;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.expression.TermText;
import org.helenus.query.restriction.WhereBinder;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;

/// Resolves assignments and deletions of columns to operations. Messages are Cassandra's.
final class OperationBinder {
    private final TableMetadata table;
    private final TermBinder terms;

    OperationBinder(TableMetadata table, TermBinder terms) {
        this.table = table;
        this.terms = terms;
    }

    ColumnMetadata column(Name name) {
        return WhereBinder.column(table, name.text());
    }

    Operation assign(Assignment assignment) {
        return switch (assignment) {
            case Assignment.Set(ColumnTarget target, Term value) -> {
                ColumnMetadata column = assigned(target.column());
                yield switch (target) {
                    case ColumnTarget.Whole _ -> set(column, value);
                    case ColumnTarget.Element(var _, Term key) -> element(column, key, value);
                    case ColumnTarget.Field(var _, Name field) -> field(column, field, value);
                };
            }
            case Assignment.Add(Name name, Term value) ->
                change(assigned(name), value, Operation.Put.Mode.ADD, name + " = " + name + " + " + TermText.of(value));
            case Assignment.Prepend(Name name, Term value) ->
                change(
                        assigned(name),
                        value,
                        Operation.Put.Mode.PREPEND,
                        // with the sign that Cassandra shows
                        name + " = " + TermText.of(value) + " - " + name);
            case Assignment.Subtract(Name name, Term value) ->
                subtract(assigned(name), value, name + " = " + name + " - " + TermText.of(value));
        };
    }

    private ColumnMetadata assigned(Name name) {
        ColumnMetadata column = column(name);
        if (column.isPrimaryKey()) {
            throw new InvalidRequest("PRIMARY KEY part " + column.name() + " found in SET part");
        }
        return column;
    }

    /// `c = value`, also of an `INSERT`.
    Operation set(ColumnMetadata column, Term value) {
        if (column.type() == NativeType.COUNTER && value instanceof Term.Null) {
            throw new InvalidRequest("Invalid null value for counter increment/decrement");
        }
        if (column.type() == NativeType.COUNTER) {
            throw new InvalidRequest("Cannot set the value of counter column " + column.name()
                    + " (counters can only be incremented/decremented, not set)");
        }
        var bound = terms.bind(value, Receiver.of(table, column));
        return column.type().isMultiCell()
                ? new Operation.Put(column, bound, Operation.Put.Mode.REPLACE)
                : new Operation.SetCell(column, bound);
    }

    private Operation element(ColumnMetadata column, Term key, Term value) {
        String text = column.name() + "[" + TermText.of(key) + "] = " + TermText.of(value);
        Receiver receiver = Receiver.of(table, column);
        checkElements(column, text);
        return switch (column.type()) {
            case ListType list -> {
                var index = terms.bind(key, receiver.part("idx(" + column.name() + ")", NativeType.INT));
                var element = terms.bind(value, receiver.part("value(" + column.name() + ")", list.element()));
                yield new Operation.SetElement(column, index, Optional.of(element));
            }
            case MapType map -> {
                var mapKey = terms.bind(key, receiver.part("key(" + column.name() + ")", map.key()));
                var mapped = terms.bind(value, receiver.part("value(" + column.name() + ")", map.value()));
                yield new Operation.SetElement(column, mapKey, Optional.of(mapped));
            }
            default -> throw new InvalidRequest("Invalid operation (" + text + ") for set column " + column.name());
        };
    }

    private static void checkElements(ColumnMetadata column, String text) {
        boolean isCollection = column.type() instanceof ListType
                || column.type() instanceof SetType
                || column.type() instanceof MapType;
        if (!isCollection) {
            throw new InvalidRequest("Invalid operation (" + text + ") for non collection column " + column.name());
        }
        if (!column.type().isMultiCell()) {
            throw new InvalidRequest("Invalid operation (" + text + ") for frozen collection column " + column.name());
        }
    }

    private Operation field(ColumnMetadata column, Name field, Term value) {
        String text = column.name() + "." + field + " = " + TermText.of(value);
        int index = fieldIndex(column, field, text);
        CqlType type = ((UserType) column.type()).fieldTypes().get(index);
        var bound = terms.bind(value, Receiver.of(table, column).part(column.name() + "." + field, type));
        return new Operation.SetField(column, index, Optional.of(bound));
    }

    private static int fieldIndex(ColumnMetadata column, Name field, String text) {
        if (!(column.type() instanceof UserType user)) {
            throw new InvalidRequest("Invalid operation (" + text + ") for non-UDT column " + column.name());
        }
        if (!user.isMultiCell()) {
            throw new InvalidRequest(
                    text.contains(" = ")
                            ? "Invalid operation (" + text + ") for frozen UDT column " + column.name()
                            : "Frozen UDT column " + column.name() + " does not support field deletions");
        }
        int index = user.field(field.text());
        if (index < 0) {
            throw new InvalidRequest("UDT column " + column.name() + " does not have a field named " + field);
        }
        return index;
    }

    private Operation change(ColumnMetadata column, Term value, Operation.Put.Mode mode, String text) {
        if (column.type() == NativeType.COUNTER && mode == Operation.Put.Mode.ADD) {
            return new Operation.Count(column, terms.bind(value, Receiver.of(table, column)), 1);
        }
        if (mode == Operation.Put.Mode.PREPEND && !(column.type() instanceof ListType)) {
            throw new InvalidRequest("Invalid operation (" + text + ") for non list column " + column.name());
        }
        checkAddition(column, text);
        if (column.type() instanceof MapType && !terms.fit(value, column.type()).fits()) {
            throw new InvalidRequest("Value for a map addition has to be a map, but was: '" + TermText.of(value) + "'");
        }
        return new Operation.Put(column, terms.bind(value, Receiver.of(table, column)), mode);
    }

    private static void checkAddition(ColumnMetadata column, String text) {
        boolean isCollection = column.type() instanceof ListType
                || column.type() instanceof SetType
                || column.type() instanceof MapType;
        if (!isCollection) {
            String what =
                    column.type() instanceof TupleType || column.type() instanceof UserType ? "tuple" : "non counter";
            throw new InvalidRequest("Invalid operation (" + text + ") for " + what + " column " + column.name());
        }
        if (!column.type().isMultiCell()) {
            throw new InvalidRequest("Invalid operation (" + text + ") for frozen collection column " + column.name());
        }
    }

    private Operation subtract(ColumnMetadata column, Term value, String text) {
        if (column.type() == NativeType.COUNTER) {
            return new Operation.Count(column, terms.bind(value, Receiver.of(table, column)), -1);
        }
        checkAddition(column, text);
        // what a map loses are keys
        CqlType type = column.type() instanceof MapType map ? new SetType(map.key(), false) : column.type();
        if (column.type() instanceof MapType && !terms.fit(value, type).fits()) {
            throw new InvalidRequest(
                    "Value for a map substraction has to be a set, but was: '" + TermText.of(value) + "'");
        }
        var bound = terms.bind(
                value,
                column.type() instanceof MapType
                        ? Receiver.of(table.keyspace(), table.name(), column.name(), type)
                        : Receiver.of(table, column));
        return new Operation.Discard(column, bound);
    }

    Operation delete(ColumnTarget target) {
        ColumnMetadata column = column(target.column());
        if (column.isPrimaryKey()) {
            throw new InvalidRequest(
                    "Invalid identifier " + column.name() + " for deletion (should not be a PRIMARY KEY part)");
        }
        return switch (target) {
            case ColumnTarget.Whole _ ->
                column.type().isMultiCell() ? new Operation.DeleteAll(column) : new Operation.DeleteCell(column);
            case ColumnTarget.Element(var _, Term key) -> deleteElement(column, key);
            case ColumnTarget.Field(var _, Name field) ->
                new Operation.SetField(column, deletedField(column, field), Optional.empty());
        };
    }

    private static int deletedField(ColumnMetadata column, Name field) {
        if (!(column.type() instanceof UserType)) {
            throw new InvalidRequest("Invalid field deletion operation for non-UDT column " + column.name());
        }
        return fieldIndex(column, field, column.name() + "." + field);
    }

    private Operation deleteElement(ColumnMetadata column, Term key) {
        Receiver receiver = Receiver.of(table, column);
        if (!column.type().isMultiCell()) {
            boolean isCollection = column.type() instanceof ListType
                    || column.type() instanceof SetType
                    || column.type() instanceof MapType;
            throw new InvalidRequest(
                    isCollection
                            ? "Invalid deletion operation for frozen collection column " + column.name()
                            : "Invalid deletion operation for non collection column " + column.name());
        }
        Receiver part = switch (column.type()) {
            case ListType _ -> receiver.part("idx(" + column.name() + ")", NativeType.INT);
            case SetType set -> receiver.part("value(" + column.name() + ")", set.element());
            case MapType map -> receiver.part("key(" + column.name() + ")", map.key());
            default ->
                throw new InvalidRequest("Invalid deletion operation for non collection column " + column.name());
        };
        return new Operation.SetElement(column, terms.bind(key, part), Optional.empty());
    }
}
