package org.helenus.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.helenus.cql.tree.AccessStatement;
import org.helenus.cql.tree.AddIdentity;
import org.helenus.cql.tree.AlterRole;
import org.helenus.cql.tree.AlterUser;
import org.helenus.cql.tree.CreateRole;
import org.helenus.cql.tree.CreateUser;
import org.helenus.cql.tree.DropIdentity;
import org.helenus.cql.tree.DropRole;
import org.helenus.cql.tree.DropUser;
import org.helenus.cql.tree.GrantPermissions;
import org.helenus.cql.tree.GrantRole;
import org.helenus.cql.tree.ListPermissions;
import org.helenus.cql.tree.ListRoles;
import org.helenus.cql.tree.ListUsers;
import org.helenus.cql.tree.Password;
import org.helenus.cql.tree.Permission;
import org.helenus.cql.tree.Resource;
import org.helenus.cql.tree.RevokePermissions;
import org.helenus.cql.tree.RevokeRole;
import org.helenus.cql.tree.RoleAccess;
import org.helenus.cql.tree.RoleOptions;

/// Prints the statements about roles, permissions and identities.
final class AccessPrinter {
    private final StringBuilder out;
    private final TermPrinter terms;

    AccessPrinter(StringBuilder out, TermPrinter terms) {
        this.out = out;
        this.terms = terms;
    }

    void print(AccessStatement statement) {
        switch (statement) {
            case GrantPermissions(var permissions, var resource, var role) -> {
                permissions("GRANT ", permissions);
                out.append(" ON ");
                resource(resource);
                terms.raw(" TO ").role(role);
            }
            case RevokePermissions(var permissions, var resource, var role) -> {
                permissions("REVOKE ", permissions);
                out.append(" ON ");
                resource(resource);
                terms.raw(" FROM ").role(role);
            }
            case ListPermissions(var permissions, var resource, var role, boolean recursive) -> {
                permissions("LIST ", permissions);
                resource.ifPresent(r -> {
                    out.append(" ON ");
                    resource(r);
                });
                role.ifPresent(r -> terms.raw(" OF ").role(r));
                terms.when(!recursive, " NORECURSIVE");
            }
            case CreateRole(boolean ifNotExists, var role, var options) -> {
                terms.raw("CREATE ROLE ").when(ifNotExists, "IF NOT EXISTS ").role(role);
                options(options);
            }
            case AlterRole(boolean ifExists, var role, var options) -> {
                terms.raw("ALTER ROLE ").when(ifExists, "IF EXISTS ").role(role);
                options(options);
            }
            case DropRole(boolean ifExists, var role) ->
                terms.raw("DROP ROLE ").when(ifExists, "IF EXISTS ").role(role);
            case GrantRole(var role, var grantee) -> {
                terms.raw("GRANT ").role(role);
                terms.raw(" TO ").role(grantee);
            }
            case RevokeRole(var role, var grantee) -> {
                terms.raw("REVOKE ").role(role);
                terms.raw(" FROM ").role(grantee);
            }
            case ListRoles(var of, boolean recursive) -> {
                out.append("LIST ROLES");
                of.ifPresent(role -> terms.raw(" OF ").role(role));
                terms.when(!recursive, " NORECURSIVE");
            }
            case CreateUser(boolean ifNotExists, var user, var password, boolean superuser) -> {
                terms.raw("CREATE USER ").when(ifNotExists, "IF NOT EXISTS ").raw(TermPrinter.string(user.text()));
                password(password);
                terms.when(superuser, " SUPERUSER");
            }
            case AlterUser(boolean ifExists, var user, var password, var superuser) -> {
                terms.raw("ALTER USER ").when(ifExists, "IF EXISTS ").raw(TermPrinter.string(user.text()));
                password(password);
                superuser.ifPresent(yes -> out.append(yes ? " SUPERUSER" : " NOSUPERUSER"));
            }
            case DropUser(boolean ifExists, var user) ->
                terms.raw("DROP USER ").when(ifExists, "IF EXISTS ").raw(TermPrinter.string(user.text()));
            case ListUsers() -> out.append("LIST USERS");
            case AddIdentity(boolean ifNotExists, var identity, var role) ->
                terms.raw("ADD IDENTITY ")
                        .when(ifNotExists, "IF NOT EXISTS ")
                        .raw(TermPrinter.string(identity))
                        .raw(" TO ROLE ")
                        .raw(TermPrinter.string(role.text()));
            case DropIdentity(boolean ifExists, var identity) ->
                terms.raw("DROP IDENTITY ").when(ifExists, "IF EXISTS ").raw(TermPrinter.string(identity));
        }
    }

    private void permissions(String verb, Set<Permission> permissions) {
        out.append(verb);
        if (permissions.size() == Permission.values().length) {
            out.append("ALL PERMISSIONS");
        } else {
            terms.joined(permissions, ", ", permission -> out.append(permission.name()));
        }
    }

    private void resource(Resource resource) {
        switch (resource) {
            case Resource.AllKeyspaces() -> out.append("ALL KEYSPACES");
            case Resource.Keyspace(var name) -> terms.raw("KEYSPACE ").name(name);
            case Resource.Table(var name) -> terms.raw("TABLE ").qualified(name);
            case Resource.AllTables(var keyspace) ->
                terms.raw("ALL TABLES IN KEYSPACE ").name(keyspace);
            case Resource.AllRoles() -> out.append("ALL ROLES");
            case Resource.Role(var name) -> terms.raw("ROLE ").role(name);
            case Resource.AllFunctions(var keyspace) -> {
                out.append("ALL FUNCTIONS");
                keyspace.ifPresent(name -> terms.raw(" IN KEYSPACE ").name(name));
            }
            case Resource.Function(var name, var types) -> {
                terms.raw("FUNCTION ").function(name);
                out.append('(');
                terms.list(types, terms::type);
                out.append(')');
            }
            case Resource.AllMBeans() -> out.append("ALL MBEANS");
            case Resource.MBeans(var pattern, boolean many) ->
                terms.raw(many ? "MBEANS " : "MBEAN ").raw(TermPrinter.string(pattern));
        }
    }

    private void password(Optional<Password> password) {
        password.ifPresent(given -> terms.raw(given.hashed() ? " WITH HASHED PASSWORD " : " WITH PASSWORD ")
                .raw(TermPrinter.string(given.text())));
    }

    private void options(RoleOptions options) {
        var parts = new ArrayList<Runnable>();
        options.password()
                .ifPresent(password -> parts.add(() -> terms.when(password.hashed(), "HASHED ")
                        .raw("PASSWORD = ")
                        .raw(TermPrinter.string(password.text()))));
        options.superuser()
                .ifPresent(yes -> parts.add(() -> out.append("SUPERUSER = ").append(yes)));
        options.login().ifPresent(yes -> parts.add(() -> out.append("LOGIN = ").append(yes)));
        options.options()
                .ifPresent(custom -> parts.add(() -> {
                    out.append("OPTIONS = ");
                    SchemaPrinter.map(out, terms, custom);
                }));
        options.datacenters().ifPresent(access -> parts.add(() -> access("ACCESS TO ", "DATACENTERS", access)));
        options.cidrGroups().ifPresent(access -> parts.add(() -> access("ACCESS FROM ", "CIDRS", access)));
        if (!parts.isEmpty()) {
            out.append(" WITH ");
            terms.joined(parts, " AND ", Runnable::run);
        }
    }

    private void access(String words, String places, RoleAccess access) {
        out.append(words);
        switch (access) {
            case RoleAccess.Everywhere() -> out.append("ALL ").append(places);
            case RoleAccess.Only(var only) -> {
                out.append(places).append(" {");
                terms.list(List.copyOf(only), place -> out.append(TermPrinter.string(place)));
                out.append('}');
            }
        }
    }
}
