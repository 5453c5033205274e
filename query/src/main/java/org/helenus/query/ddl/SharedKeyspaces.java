package org.helenus.query.ddl;

import java.util.Optional;
import org.helenus.cql.tree.AlterKeyspace;
import org.helenus.cql.tree.AlterMaterializedView;
import org.helenus.cql.tree.AlterTable;
import org.helenus.cql.tree.AlterType;
import org.helenus.cql.tree.CreateAggregate;
import org.helenus.cql.tree.CreateFunction;
import org.helenus.cql.tree.CreateIndex;
import org.helenus.cql.tree.CreateKeyspace;
import org.helenus.cql.tree.CreateMaterializedView;
import org.helenus.cql.tree.CreateTable;
import org.helenus.cql.tree.CreateTrigger;
import org.helenus.cql.tree.CreateType;
import org.helenus.cql.tree.DropAggregate;
import org.helenus.cql.tree.DropFunction;
import org.helenus.cql.tree.DropIndex;
import org.helenus.cql.tree.DropKeyspace;
import org.helenus.cql.tree.DropMaterializedView;
import org.helenus.cql.tree.DropTable;
import org.helenus.cql.tree.DropTrigger;
import org.helenus.cql.tree.DropType;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.error.Unauthorized;

/// The system keyspaces that all nodes of a cluster share: to change what they are made of is a matter of permissions,
/// and nobody has these. Messages are Cassandra's.
final class SharedKeyspaces {
    private SharedKeyspaces() {}

    /// @param current the keyspace in use
    /// @throws Unauthorized when the statement would change one of them
    static void check(SchemaStatement statement, Optional<String> current) {
        switch (statement) {
            case CreateTable create ->
                refuse(keyspace(create.name(), current), "CREATE <all tables in " + keyspace(create.name(), current));
            case AlterTable alter ->
                refuse(keyspace(alter.name(), current), "ALTER <table " + full(alter.name(), current));
            case DropTable drop -> refuse(keyspace(drop.name(), current), "DROP <table " + full(drop.name(), current));
            case CreateType create ->
                refuse(keyspace(create.name(), current), "CREATE <all tables in " + keyspace(create.name(), current));
            case AlterType alter ->
                refuse(keyspace(alter.name(), current), "ALTER <all tables in " + keyspace(alter.name(), current));
            case DropType drop ->
                refuse(keyspace(drop.name(), current), "DROP <all tables in " + keyspace(drop.name(), current));
            case DropKeyspace drop -> refuse(drop.name().text(), "DROP <keyspace " + drop.name());
            case AlterKeyspace _,
                    AlterMaterializedView _,
                    CreateAggregate _,
                    CreateFunction _,
                    CreateIndex _,
                    CreateKeyspace _,
                    CreateMaterializedView _,
                    CreateTrigger _,
                    DropAggregate _,
                    DropFunction _,
                    DropIndex _,
                    DropMaterializedView _,
                    DropTrigger _ -> {}
        }
    }

    private static void refuse(String keyspace, String what) {
        if (SystemTables.isShared(keyspace)) {
            throw new Unauthorized("Cannot " + what + ">");
        }
    }

    private static String keyspace(QualifiedName name, Optional<String> current) {
        return name.keyspace().map(Name::text).or(() -> current).orElse("");
    }

    private static String full(QualifiedName name, Optional<String> current) {
        return keyspace(name, current) + "." + name.name();
    }
}
