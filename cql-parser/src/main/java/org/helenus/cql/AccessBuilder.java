package org.helenus.cql;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.helenus.cql.grammar.CqlLexer;
import org.helenus.cql.grammar.CqlParser;
import org.helenus.cql.tree.AddIdentity;
import org.helenus.cql.tree.AlterUser;
import org.helenus.cql.tree.CreateUser;
import org.helenus.cql.tree.DropIdentity;
import org.helenus.cql.tree.DropUser;
import org.helenus.cql.tree.GrantPermissions;
import org.helenus.cql.tree.ListPermissions;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Password;
import org.helenus.cql.tree.Permission;
import org.helenus.cql.tree.Resource;
import org.helenus.cql.tree.RevokePermissions;
import org.helenus.cql.tree.RoleAccess;
import org.helenus.cql.tree.RoleOptions;

/// Roles, users, permissions, identities.
final class AccessBuilder {
    private final NameBuilder names;
    private final TermBuilder terms;

    AccessBuilder(NameBuilder names, TermBuilder terms) {
        this.names = names;
        this.terms = terms;
    }

    GrantPermissions grant(CqlParser.GrantPermissionsContext context) {
        var resource = resource(context.resource());
        return new GrantPermissions(
                applicable(context.permissions(), resource), resource, names.role(context.roleName()));
    }

    RevokePermissions revoke(CqlParser.RevokePermissionsContext context) {
        var resource = resource(context.resource());
        return new RevokePermissions(
                applicable(context.permissions(), resource), resource, names.role(context.roleName()));
    }

    ListPermissions list(CqlParser.ListPermissionsContext context) {
        return new ListPermissions(
                permissions(context.permissions()),
                Optional.ofNullable(context.resource()).map(this::resource),
                Optional.ofNullable(context.roleName()).map(names::role),
                context.K_NORECURSIVE() == null);
    }

    /// Empty where nothing was said; nothing may be said twice.
    RoleOptions roleOptions(List<CqlParser.RoleOptionContext> contexts) {
        var options = new Options();
        for (var context : contexts) {
            options.add(context);
        }
        return options.build();
    }

    CreateUser createUser(CqlParser.CreateUserContext context) {
        return new CreateUser(
                context.ifNotExists() != null,
                user(context.userName()),
                Optional.ofNullable(context.userPassword()).map(this::password),
                context.K_SUPERUSER() != null);
    }

    AlterUser alterUser(CqlParser.AlterUserContext context) {
        Optional<Boolean> superuser = context.K_SUPERUSER() == null && context.K_NOSUPERUSER() == null
                ? Optional.empty()
                : Optional.of(context.K_SUPERUSER() != null);
        return new AlterUser(
                context.ifExists() != null,
                user(context.userName()),
                Optional.ofNullable(context.userPassword()).map(this::password),
                superuser);
    }

    DropUser dropUser(CqlParser.DropUserContext context) {
        return new DropUser(context.ifExists() != null, user(context.userName()));
    }

    AddIdentity addIdentity(CqlParser.AddIdentityContext context) {
        return new AddIdentity(
                context.ifNotExists() != null, identity(context.identity(0)).text(), identity(context.role));
    }

    DropIdentity dropIdentity(CqlParser.DropIdentityContext context) {
        return new DropIdentity(
                context.ifExists() != null, identity(context.identity()).text());
    }

    private static Name user(CqlParser.UserNameContext context) {
        return unquoted(
                context.start,
                "Quoted strings are not supported for user names and USER is deprecated, please use ROLE");
    }

    private static Name identity(CqlParser.IdentityContext context) {
        return unquoted(context.start, "Quoted strings are not supported for identity");
    }

    /// Users and identities keep their case even when they are written bare.
    private static Name unquoted(Token token, String refusal) {
        return switch (token.getType()) {
            case CqlLexer.QUOTED_NAME -> throw NameBuilder.error(token, refusal);
            case CqlLexer.STRING_LITERAL -> new Name(NameBuilder.string(token), NameBuilder.position(token));
            default -> new Name(token.getText(), NameBuilder.position(token));
        };
    }

    private Password password(CqlParser.UserPasswordContext context) {
        return new Password(string(context.STRING_LITERAL()), context.K_HASHED() != null);
    }

    private static Set<Permission> applicable(CqlParser.PermissionsContext context, Resource resource) {
        var permissions = permissions(context);
        if (permissions.stream().noneMatch(resource.applicablePermissions()::contains)) {
            throw NameBuilder.error(
                    context.start,
                    "Resource type " + kind(resource) + " does not support any of the requested permissions");
        }
        return permissions;
    }

    private static Set<Permission> permissions(CqlParser.PermissionsContext context) {
        if (context.K_ALL() != null) {
            return EnumSet.allOf(Permission.class);
        }
        var permissions = EnumSet.noneOf(Permission.class);
        for (var permission : context.permission()) {
            permissions.add(Permission.valueOf(permission.getText().toUpperCase(Locale.ROOT)));
        }
        return permissions;
    }

    private static String kind(Resource resource) {
        return switch (resource) {
            case Resource.AllKeyspaces _, Resource.Keyspace _, Resource.AllTables _, Resource.Table _ -> "DataResource";
            case Resource.AllRoles _, Resource.Role _ -> "RoleResource";
            case Resource.AllFunctions _, Resource.Function _ -> "FunctionResource";
            case Resource.AllMBeans _, Resource.MBeans _ -> "JMXResource";
        };
    }

    private Resource resource(CqlParser.ResourceContext context) {
        return switch (context) {
            case CqlParser.AllKeyspacesResourceContext _ -> new Resource.AllKeyspaces();
            case CqlParser.KeyspaceResourceContext resource ->
                new Resource.Keyspace(names.keyspace(resource.keyspaceName()));
            case CqlParser.AllTablesResourceContext resource ->
                new Resource.AllTables(names.keyspace(resource.keyspaceName()));
            case CqlParser.AllRolesResourceContext _ -> new Resource.AllRoles();
            case CqlParser.RoleResourceContext resource -> new Resource.Role(names.role(resource.roleName()));
            case CqlParser.AllFunctionsResourceContext resource ->
                new Resource.AllFunctions(
                        Optional.ofNullable(resource.keyspaceName()).map(names::keyspace));
            case CqlParser.FunctionResourceContext resource ->
                new Resource.Function(
                        names.function(resource.functionName()), names.argumentTypes(resource.argumentTypes()));
            case CqlParser.AllMBeansResourceContext _ -> new Resource.AllMBeans();
            case CqlParser.MbeansResourceContext resource -> mbeans(resource);
            case CqlParser.TableResourceContext resource -> new Resource.Table(names.table(resource.tableName()));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private static Resource mbeans(CqlParser.MbeansResourceContext context) {
        var pattern = string(context.STRING_LITERAL());
        if (pattern.isEmpty()) {
            throw NameBuilder.error(context.start, "Empty JMX object name supplied");
        }
        if (pattern.equals("*:*")) {
            throw NameBuilder.error(context.start, "Please use ALL MBEANS instead of wildcard pattern");
        }
        return new Resource.MBeans(pattern, context.K_MBEANS() != null);
    }

    private static String string(TerminalNode node) {
        return NameBuilder.string(node.getSymbol());
    }

    /// Collects the options of one role statement.
    private final class Options {
        private Optional<Password> password = Optional.empty();
        private Optional<Boolean> superuser = Optional.empty();
        private Optional<Boolean> login = Optional.empty();
        private Optional<Map<String, String>> custom = Optional.empty();
        private Optional<RoleAccess> datacenters = Optional.empty();
        private Optional<RoleAccess> cidrs = Optional.empty();

        void add(CqlParser.RoleOptionContext context) {
            switch (context) {
                case CqlParser.PasswordOptionContext option -> {
                    boolean hashed = option.K_HASHED() != null;
                    if (password.isPresent() && password.get().hashed() != hashed) {
                        throw NameBuilder.error(
                                option.start, "Options 'password' and 'hashed password' are mutually exclusive");
                    }
                    password = once(
                            password,
                            new Password(string(option.STRING_LITERAL()), hashed),
                            hashed ? "HASHED_PASSWORD" : "PASSWORD",
                            option.start);
                }
                case CqlParser.SuperuserOptionContext option ->
                    superuser = once(superuser, bool(option.BOOLEAN()), "SUPERUSER", option.start);
                case CqlParser.LoginOptionContext option ->
                    login = once(login, bool(option.BOOLEAN()), "LOGIN", option.start);
                case CqlParser.OptionsOptionContext option ->
                    custom = once(custom, terms.constantMap(option.mapLiteral()), "OPTIONS", option.start);
                case CqlParser.DatacentersOptionContext option ->
                    datacenters = once(datacenters, access(option.stringSet()), "ACCESS TO", option.start);
                case CqlParser.CidrsOptionContext option ->
                    cidrs = once(cidrs, access(option.stringSet()), "ACCESS FROM", option.start);
                default -> throw new IllegalStateException(context.getClass().getName());
            }
        }

        RoleOptions build() {
            return new RoleOptions(password, superuser, login, custom, datacenters, cidrs);
        }

        private static <T> Optional<T> once(Optional<T> before, T value, String name, Token at) {
            if (before.isPresent()) {
                throw NameBuilder.error(at, "Multiple definitions for property '" + name + "'");
            }
            return Optional.of(value);
        }

        private static boolean bool(TerminalNode node) {
            return Boolean.parseBoolean(node.getText());
        }

        private static RoleAccess access(CqlParser.StringSetContext context) {
            return context == null
                    ? new RoleAccess.Everywhere()
                    : new RoleAccess.Only(context.STRING_LITERAL().stream()
                            .map(AccessBuilder::string)
                            .toList());
        }
    }
}
