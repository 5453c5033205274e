package org.helenus.cql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.helenus.cql.grammar.CqlLexer;
import org.helenus.cql.grammar.CqlParser;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Position;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.TypeName;

/// Names and types.
final class NameBuilder {
    static Position position(Token token) {
        return new Position(token.getLine(), token.getCharPositionInLine());
    }

    /// An error that no rule of the grammar tells. Cassandra gives such messages without a place; the exception
    /// has it.
    static CqlSyntaxException error(Token at, String message) {
        return new CqlSyntaxException(at.getLine(), at.getCharPositionInLine(), message);
    }

    /// The content of a string, of either kind of quotes.
    static String string(Token token) {
        var text = token.getText();
        return text.charAt(0) == '$'
                ? text.substring(2, text.length() - 2)
                : text.substring(1, text.length() - 1).replace("''", "'");
    }

    /// A name that one token says: quoted kept as it is, anything else folded.
    static Name name(Token token) {
        return new Name(fold(token), position(token));
    }

    Name name(CqlParser.NameContext context) {
        return name(context.start);
    }

    Name column(CqlParser.ColumnContext context) {
        return name(context.start);
    }

    List<Name> names(List<CqlParser.NameContext> contexts) {
        return contexts.stream().map(this::name).toList();
    }

    List<Name> columns(CqlParser.ColumnTupleContext context) {
        return context.column().stream().map(this::column).toList();
    }

    Name keyspace(CqlParser.KeyspaceNameContext context) {
        return unbound(context, "keyspace");
    }

    QualifiedName table(CqlParser.TableNameContext context) {
        return new QualifiedName(keyspaceOf(context.keyspaceName()), unbound(context.objectName(), "table"));
    }

    Name index(CqlParser.IndexNameContext context) {
        return unbound(context, "index");
    }

    QualifiedName index(CqlParser.QualifiedIndexNameContext context) {
        return new QualifiedName(keyspaceOf(context.keyspaceName()), index(context.indexName()));
    }

    Name role(CqlParser.RoleNameContext context) {
        if (context.start.getType() == CqlLexer.STRING_LITERAL) {
            return new Name(string(context.start), position(context.start));
        }
        return unbound(context, "role");
    }

    QualifiedName function(CqlParser.FunctionNameContext context) {
        return new QualifiedName(keyspaceOf(context.keyspaceName()), name(context.simpleFunctionName().start));
    }

    QualifiedName userType(CqlParser.UserTypeNameContext context) {
        var token = context.simpleTypeName().start;
        if (token.getType() == CqlLexer.IDENT && ReservedWords.isReservedType(token.getText())) {
            throw error(token, "Invalid (reserved) user type name " + token.getText());
        }
        return new QualifiedName(Optional.ofNullable(context.name()).map(this::name), name(token));
    }

    TypeName type(CqlParser.TypeContext context) {
        return switch (context) {
            case CqlParser.NativeContext type -> new TypeName.Native(nativeKind(type.nativeType()));
            case CqlParser.MapContext type -> new TypeName.MapOf(type(type.key), type(type.value));
            case CqlParser.ListContext type -> new TypeName.ListOf(type(type.type()));
            case CqlParser.SetContext type -> new TypeName.SetOf(type(type.type()));
            case CqlParser.TupleContext type -> new TypeName.Tuple(types(type.type()));
            case CqlParser.VectorContext type -> vector(type);
            case CqlParser.FrozenContext type -> frozen(type);
            case CqlParser.UserTypeContext type -> new TypeName.User(userType(type.userTypeName()));
            case CqlParser.CustomContext type -> new TypeName.Custom(string(type.start));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    List<TypeName> types(List<CqlParser.TypeContext> contexts) {
        return contexts.stream().map(this::type).toList();
    }

    List<TypeName> argumentTypes(CqlParser.ArgumentTypesContext context) {
        return types(context.type());
    }

    TypeName.NativeKind nativeKind(CqlParser.NativeTypeContext context) {
        return TypeName.NativeKind.valueOf(context.start.getText().toUpperCase(Locale.ROOT));
    }

    private TypeName vector(CqlParser.VectorContext context) {
        var token = context.INTEGER().getSymbol();
        try {
            return new TypeName.Vector(type(context.type()), Integer.parseInt(token.getText()));
        } catch (NumberFormatException tooLarge) {
            throw error(token, "Invalid vector dimension " + token.getText());
        }
    }

    private TypeName frozen(CqlParser.FrozenContext context) {
        var inner = type(context.type());
        if (inner instanceof TypeName.Native(TypeName.NativeKind kind)) {
            throw error(
                    context.start,
                    "frozen<> is only allowed on collections, tuples, and user-defined types (got " + kind.cqlName()
                            + ")");
        }
        return new TypeName.Frozen(inner);
    }

    private Optional<Name> keyspaceOf(CqlParser.KeyspaceNameContext context) {
        return Optional.ofNullable(context).map(this::keyspace);
    }

    private static Name unbound(ParserRuleContext context, String what) {
        if (context.start.getType() == CqlLexer.QMARK) {
            throw error(context.start, "Bind variables cannot be used for " + what + " names");
        }
        return name(context.start);
    }

    private static String fold(Token token) {
        var text = token.getText();
        return switch (token.getType()) {
            case CqlLexer.QUOTED_NAME, CqlLexer.EMPTY_QUOTED_NAME ->
                text.substring(1, text.length() - 1).replace("\"\"", "\"");
            default -> text.toLowerCase(Locale.ROOT);
        };
    }
}
