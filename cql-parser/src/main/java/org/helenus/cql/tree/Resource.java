package org.helenus.cql.tree;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What permissions are about.
public sealed interface Resource {
    record AllKeyspaces() implements Resource {}

    record Keyspace(Name name) implements Resource {}

    record Table(QualifiedName name) implements Resource {}

    record AllTables(Name keyspace) implements Resource {}

    record AllRoles() implements Resource {}

    record Role(Name name) implements Resource {}

    /// Of one keyspace, or of all.
    record AllFunctions(Optional<Name> keyspace) implements Resource {}

    record Function(QualifiedName name, List<TypeName> argumentTypes) implements Resource {
        public Function {
            argumentTypes = List.copyOf(argumentTypes);
        }
    }

    record AllMBeans() implements Resource {}

    /// `MBEAN` with one name, or `MBEANS` with a pattern.
    record MBeans(String pattern, boolean many) implements Resource {}

    /// The permissions that mean something for it; others are refused when they come alone and left out otherwise.
    default Set<Permission> applicablePermissions() {
        return Collections.unmodifiableSet(
                switch (this) {
                    case AllKeyspaces(), Keyspace(var _), AllTables(var _) ->
                        EnumSet.of(
                                Permission.CREATE,
                                Permission.ALTER,
                                Permission.DROP,
                                Permission.SELECT,
                                Permission.MODIFY,
                                Permission.AUTHORIZE,
                                Permission.UNMASK,
                                Permission.SELECT_MASKED);
                    case Table(var _) ->
                        EnumSet.of(
                                Permission.ALTER,
                                Permission.DROP,
                                Permission.SELECT,
                                Permission.MODIFY,
                                Permission.AUTHORIZE,
                                Permission.UNMASK,
                                Permission.SELECT_MASKED);
                    case AllRoles() ->
                        EnumSet.of(
                                Permission.CREATE,
                                Permission.ALTER,
                                Permission.DROP,
                                Permission.AUTHORIZE,
                                Permission.DESCRIBE);
                    case Role(var _) -> EnumSet.of(Permission.ALTER, Permission.DROP, Permission.AUTHORIZE);
                    case AllFunctions(var _) ->
                        EnumSet.of(
                                Permission.CREATE,
                                Permission.ALTER,
                                Permission.DROP,
                                Permission.AUTHORIZE,
                                Permission.EXECUTE);
                    case Function(var _, var _) ->
                        EnumSet.of(Permission.ALTER, Permission.DROP, Permission.AUTHORIZE, Permission.EXECUTE);
                    case AllMBeans(), MBeans(var _, var _) ->
                        EnumSet.of(
                                Permission.AUTHORIZE,
                                Permission.DESCRIBE,
                                Permission.EXECUTE,
                                Permission.SELECT,
                                Permission.MODIFY);
                });
    }
}
