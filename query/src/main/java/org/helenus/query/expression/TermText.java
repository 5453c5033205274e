package org.helenus.query.expression;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.TypeName;
import org.helenus.schema.type.Names;

/// Terms as messages show them.
public final class TermText {
    private TermText() {}

    public static String of(Term term) {
        return switch (term) {
            case Term.Literal literal ->
                literal.kind() == Term.LiteralKind.STRING ? "'" + literal.text() + "'" : literal.text();
            case Term.Null _ -> "NULL";
            case Term.BindMarker _ -> "?";
            case Term.ListLiteral(List<Term> elements) -> "[" + join(elements) + "]";
            case Term.SetLiteral(List<Term> elements) -> "{" + join(elements) + "}";
            case Term.MapLiteral(List<Term.MapLiteral.Entry> entries) ->
                entries.stream()
                        .map(entry -> of(entry.key()) + ": " + of(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Term.UserTypeLiteral(List<Term.UserTypeLiteral.Field> fields) ->
                fields.stream()
                        .map(field -> field.name() + ": " + of(field.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Term.TupleLiteral(List<Term> elements) -> "(" + join(elements) + ")";
            case Term.FunctionCall(QualifiedName function, List<Term> arguments) ->
                function + "(" + join(arguments) + ")";
            case Term.TypeHint(TypeName type, Term inner) -> "(" + type(type) + ")" + of(inner);
            // the functions that these are
            case Term.Cast(Term inner, TypeName.NativeKind type) ->
                "system.cast_as_" + type.cqlName() + "(" + of(inner) + ")";
            case Term.Arithmetic(ArithmeticOperator operator, Term left, Term right) ->
                "system.\"" + Operators.functionName(operator) + "\"(" + of(left) + ", " + of(right) + ")";
            case Term.Negation(Term inner) -> "system.\"_negate\"(" + of(inner) + ")";
        };
    }

    private static String join(List<Term> terms) {
        return terms.stream().map(TermText::of).collect(Collectors.joining(", "));
    }

    public static String type(TypeName name) {
        return type(name, Optional.empty());
    }

    /// With the keyspace of user types that are named without one.
    public static String type(TypeName name, String keyspace) {
        return type(name, Optional.of(keyspace));
    }

    private static String type(TypeName name, Optional<String> keyspace) {
        return switch (name) {
            case TypeName.Native(TypeName.NativeKind kind) -> kind.cqlName();
            case TypeName.ListOf(TypeName element) -> "list<" + type(element, keyspace) + ">";
            case TypeName.SetOf(TypeName element) -> "set<" + type(element, keyspace) + ">";
            case TypeName.MapOf(TypeName key, TypeName value) ->
                "map<" + type(key, keyspace) + ", " + type(value, keyspace) + ">";
            case TypeName.Tuple(List<TypeName> elements) ->
                elements.stream()
                        .map(element -> type(element, keyspace))
                        .collect(Collectors.joining(", ", "tuple<", ">"));
            case TypeName.Vector(TypeName element, int dimension) ->
                "vector<" + type(element, keyspace) + ", " + dimension + ">";
            case TypeName.Frozen(TypeName inner) -> "frozen<" + type(inner, keyspace) + ">";
            case TypeName.User(QualifiedName user) ->
                user.keyspace().isPresent()
                        ? user.toString()
                        : keyspace.map(in -> Names.maybeQuote(in) + ".").orElse("") + user;
            case TypeName.Custom(String className) -> "'" + className + "'";
        };
    }
}
