package org.helenus.query.expression;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.TypeName;

/// Terms as messages show them.
public final class TermText {
    private TermText() {}

    public static String of(Term term) {
        return switch (term) {
            case Term.Literal literal ->
                literal.kind() == Term.LiteralKind.STRING ? "'" + literal.text() + "'" : literal.text();
            case Term.Null _ -> "NULL";
            case Term.BindMarker(int _, Optional<Name> name, var _) ->
                name.map(n -> ":" + n).orElse("?");
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
        return switch (name) {
            case TypeName.Native(TypeName.NativeKind kind) -> kind.cqlName();
            case TypeName.ListOf(TypeName element) -> "list<" + type(element) + ">";
            case TypeName.SetOf(TypeName element) -> "set<" + type(element) + ">";
            case TypeName.MapOf(TypeName key, TypeName value) -> "map<" + type(key) + ", " + type(value) + ">";
            case TypeName.Tuple(List<TypeName> elements) ->
                elements.stream().map(TermText::type).collect(Collectors.joining(", ", "tuple<", ">"));
            case TypeName.Vector(TypeName element, int dimension) -> "vector<" + type(element) + ", " + dimension + ">";
            case TypeName.Frozen(TypeName inner) -> "frozen<" + type(inner) + ">";
            case TypeName.User(QualifiedName user) -> user.toString();
            case TypeName.Custom(String className) -> "'" + className + "'";
        };
    }
}
