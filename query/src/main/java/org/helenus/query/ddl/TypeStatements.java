package org.helenus.query.ddl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.helenus.cql.tree.AlterType;
import org.helenus.cql.tree.CreateType;
import org.helenus.cql.tree.DropType;
import org.helenus.cql.tree.FieldDefinition;
import org.helenus.cql.tree.Rename;
import org.helenus.cql.tree.TypeName;
import org.helenus.query.Outcome;
import org.helenus.query.SchemaStatements.Definition;
import org.helenus.query.expression.TermText;
import org.helenus.query.expression.TypeResolver;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.Names;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;

/// `CREATE`, `ALTER` and `DROP TYPE`.
final class TypeStatements {
    Definition create(CreateType statement, Target target) {
        KeyspaceMetadata keyspace = target.keyspace(statement.name());
        String name = statement.name().name().text();
        if (keyspace.types().containsKey(name)) {
            if (statement.ifNotExists()) {
                return DataDefinition.nothing();
            }
            throw new InvalidRequest("A user type with name '" + name + "' already exists");
        }
        var seen = new LinkedHashSet<String>();
        var types = new ArrayList<CqlType>();
        for (FieldDefinition field : statement.fields()) {
            if (!seen.add(field.name().text())) {
                throw new InvalidRequest("Duplicate field name '" + field.name() + "' in type '" + name + "'");
            }
            types.add(fieldType(field, keyspace));
        }
        var type = new UserType(keyspace.name(), name, List.copyOf(seen), types, true);
        new TypeBudget(keyspace.types()).check(type);
        return put(Outcome.Change.CREATED, type);
    }

    private static CqlType fieldType(FieldDefinition field, KeyspaceMetadata keyspace) {
        if (field.type() instanceof TypeName.User) {
            throw new InvalidRequest("A user type cannot contain non-frozen UDTs");
        }
        CqlType type = new TypeResolver(keyspace.name(), keyspace.types()).resolve(field.type());
        if (type == NativeType.COUNTER) {
            throw new InvalidRequest("A user type cannot contain counters");
        }
        return type;
    }

    private static Definition put(Outcome.Change change, UserType type) {
        return Target.changed(
                change,
                Outcome.Target.TYPE,
                type.keyspace(),
                type.name(),
                List.of(new SchemaChange.PutType(type)),
                List.of());
    }

    Definition alter(AlterType statement, Target target) {
        String keyspaceName = target.keyspaceName(statement.name());
        String name = statement.name().name().text();
        Optional<UserType> found = target.schema()
                .keyspace(keyspaceName)
                .map(keyspace -> keyspace.types().get(name));
        if (found.isEmpty()) {
            if (statement.ifExists()) {
                return DataDefinition.nothing();
            }
            throw new InvalidRequest("Type " + keyspaceName + "." + name + " doesn't exist");
        }
        UserType old = found.get();
        KeyspaceMetadata keyspace = target.keyspace(statement.name());
        UserType type = switch (statement.alteration()) {
            case AlterType.AddField add -> add(add, old, keyspace);
            case AlterType.RenameFields rename -> rename(rename, old);
            case AlterType.ChangeFieldType _ -> throw new InvalidRequest("Altering field types is no longer supported");
        };
        var definitions = new TreeMap<>(keyspace.types());
        definitions.put(name, type);
        new TypeBudget(definitions).check(keyspace);
        return type.equals(old) ? DataDefinition.nothing() : put(Outcome.Change.UPDATED, type);
    }

    private static String full(UserType type) {
        return Names.maybeQuote(type.keyspace()) + "." + Names.maybeQuote(type.name());
    }

    private static UserType add(AlterType.AddField add, UserType old, KeyspaceMetadata keyspace) {
        String field = add.field().name().text();
        if (old.field(field) >= 0) {
            if (add.ifNotExists()) {
                return old;
            }
            throw new InvalidRequest("Cannot add field " + field + " to type " + full(old) + ": a field with name "
                    + field + " already exists");
        }
        CqlType type = fieldType(add.field(), keyspace);
        String words = "Cannot add new field " + field + " of type " + type.cqlName() + " to user type " + full(old);
        if (old.isIn(type)) {
            throw new InvalidRequest("Cannot add new field " + field + " of type "
                    + TermText.type(add.field().type(), keyspace.name()) + " to user type " + full(old)
                    + " as it would create a circular reference");
        }
        List<String> keyed = keyspace.tables().values().stream()
                .filter(table -> table.partitionKey().stream().anyMatch(column -> old.isIn(column.type())))
                .map(TableMetadata::toString)
                .toList();
        if (!keyed.isEmpty()) {
            throw new InvalidRequest(words + " as the type is being used in partition key by the following tables: "
                    + String.join(", ", keyed));
        }
        var names = new ArrayList<>(old.fieldNames());
        names.add(field);
        var types = new ArrayList<>(old.fieldTypes());
        types.add(type);
        return new UserType(old.keyspace(), old.name(), names, types, true);
    }

    private static UserType rename(AlterType.RenameFields rename, UserType old) {
        var names = new ArrayList<>(old.fieldNames());
        for (Rename pair : Rename.lastOfEach(rename.renames())) {
            int at = old.field(pair.from().text());
            if (at >= 0) {
                names.set(at, pair.to().text());
            } else if (!rename.ifExists()) {
                // Cassandra's spelling
                throw new InvalidRequest("Unkown field " + pair.from() + " in user type " + full(old));
            }
        }
        var seen = new LinkedHashSet<String>();
        for (String name : names) {
            if (!seen.add(name)) {
                // Cassandra names the keyspace here.
                throw new InvalidRequest("Duplicate field name " + name + " in type " + old.keyspace());
            }
        }
        return new UserType(old.keyspace(), old.name(), names, old.fieldTypes(), true);
    }

    Definition drop(DropType statement, Target target) {
        String keyspaceName = target.keyspaceName(statement.name());
        String name = statement.name().name().text();
        Optional<KeyspaceMetadata> keyspace = target.schema().keyspace(keyspaceName);
        Optional<UserType> found = keyspace.map(in -> in.types().get(name));
        if (found.isEmpty()) {
            if (statement.ifExists()) {
                return DataDefinition.nothing();
            }
            throw new InvalidRequest("Type '" + keyspaceName + "." + name + "' doesn't exist");
        }
        checkUnused(found.get(), keyspace.orElseThrow());
        return Target.changed(
                Outcome.Change.DROPPED,
                Outcome.Target.TYPE,
                keyspaceName,
                name,
                List.of(new SchemaChange.DropType(keyspaceName, name)),
                List.of());
    }

    private static void checkUnused(UserType type, KeyspaceMetadata keyspace) {
        String words = "Cannot drop user type '" + type.keyspace() + "." + type.name() + "' as it is still used by ";
        var types = new TreeSet<String>();
        keyspace.types().values().stream()
                .filter(other -> !other.isNamedAs(type) && type.isIn(other))
                .forEach(other -> types.add(other.name()));
        if (!types.isEmpty()) {
            throw new InvalidRequest(words + "user types " + String.join(", ", types));
        }
        var tables = new TreeSet<String>();
        keyspace.tables().values().stream()
                .filter(table -> table.columns().stream().anyMatch(column -> type.isIn(column.type())))
                .forEach(table -> tables.add(table.name()));
        if (!tables.isEmpty()) {
            throw new InvalidRequest(words + "tables " + String.join(", ", tables));
        }
    }
}
