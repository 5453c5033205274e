package org.helenus.cql;

import java.util.List;
import java.util.function.Consumer;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.TypeName;

/// Prints names, types and terms.
final class TermPrinter {
    private final StringBuilder out;

    TermPrinter(StringBuilder out) {
        this.out = out;
    }

    static String print(Term term) {
        var out = new StringBuilder();
        new TermPrinter(out).term(term);
        return out.toString();
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String string(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    TermPrinter raw(String text) {
        out.append(text);
        return this;
    }

    TermPrinter when(boolean condition, String text) {
        return condition ? raw(text) : this;
    }

    void name(Name name) {
        out.append(CqlPrinter.name(name.text()));
    }

    /// A role may be called anything, even nothing.
    void role(Name name) {
        out.append(ReservedWords.isBareName(name.text()) ? name.text() : string(name.text()));
    }

    void userType(QualifiedName name) {
        keyspace(name);
        out.append(
                ReservedWords.isBareType(name.name().text())
                        ? name.name().text()
                        : quoted(name.name().text()));
    }

    void function(QualifiedName name) {
        keyspace(name);
        function(name.name());
    }

    void function(Name name) {
        out.append(ReservedWords.isBareFunction(name.text()) ? name.text() : quoted(name.text()));
    }

    private void keyspace(QualifiedName name) {
        name.keyspace().ifPresent(keyspace -> {
            name(keyspace);
            out.append('.');
        });
    }

    void qualified(QualifiedName name) {
        keyspace(name);
        name(name.name());
    }

    <T> void list(List<T> items, Consumer<T> print) {
        joined(items, ", ", print);
    }

    <T> void joined(Iterable<T> items, String separator, Consumer<T> print) {
        var next = "";
        for (var item : items) {
            out.append(next);
            print.accept(item);
            next = separator;
        }
    }

    void type(TypeName type) {
        switch (type) {
            case TypeName.Native(var kind) -> out.append(kind.cqlName());
            case TypeName.ListOf(var element) -> parameters("list", List.of(element));
            case TypeName.SetOf(var element) -> parameters("set", List.of(element));
            case TypeName.MapOf(var key, var value) -> parameters("map", List.of(key, value));
            case TypeName.Tuple(var elements) -> parameters("tuple", elements);
            case TypeName.Frozen(var inner) -> parameters("frozen", List.of(inner));
            case TypeName.User(var name) -> userType(name);
            case TypeName.Custom(var className) -> out.append(string(className));
            case TypeName.Vector(var element, int dimension) -> {
                out.append("vector<");
                type(element);
                out.append(", ").append(dimension).append('>');
            }
        }
    }

    private void parameters(String word, List<TypeName> types) {
        out.append(word).append('<');
        list(types, this::type);
        out.append('>');
    }

    void term(Term term) {
        switch (term) {
            case Term.Literal literal -> literal(literal);
            case Term.Null _ -> out.append("null");
            case Term.BindMarker marker -> marker(marker);
            case Term.ListLiteral(var elements) -> enclosed("[", elements, "]");
            case Term.SetLiteral(var elements) -> enclosed("{", elements, "}");
            case Term.TupleLiteral(var elements) -> enclosed("(", elements, ")");
            case Term.MapLiteral(var entries) -> {
                out.append('{');
                list(entries, entry -> {
                    term(entry.key());
                    out.append(": ");
                    term(entry.value());
                });
                out.append('}');
            }
            case Term.UserTypeLiteral(var fields) -> {
                out.append('{');
                list(fields, field -> {
                    name(field.name());
                    out.append(": ");
                    term(field.value());
                });
                out.append('}');
            }
            case Term.FunctionCall(var function, var arguments) -> {
                function(function);
                enclosed("(", arguments, ")");
            }
            case Term.TypeHint(var type, var inner) -> {
                out.append('(');
                type(type);
                out.append(") ");
                simple(inner);
            }
            case Term.Cast(var inner, var type) -> {
                out.append("CAST(");
                simple(inner);
                out.append(" AS ").append(type.cqlName()).append(')');
            }
            case Term.Arithmetic(var operator, var left, var right) -> {
                operand(left, operator.precedence());
                out.append(' ').append(operator.symbol()).append(' ');
                operand(right, operator.precedence() + 1);
            }
            case Term.Negation(var inner) -> {
                // With the space it stays an operator: -1 is a literal.
                out.append("- ");
                simple(inner);
            }
        }
    }

    private void literal(Term.Literal literal) {
        out.append(literal.kind() == Term.LiteralKind.STRING ? string(literal.text()) : literal.text());
    }

    void marker(Term.BindMarker marker) {
        if (marker.name().isEmpty()) {
            out.append('?');
        } else {
            out.append(':');
            name(marker.name().get());
        }
    }

    private void enclosed(String open, List<Term> terms, String close) {
        out.append(open);
        list(terms, this::term);
        out.append(close);
    }

    /// What no operator is needed for stands as it is, the rest in parentheses.
    private void simple(Term term) {
        if (term instanceof Term.Arithmetic || term instanceof Term.Negation) {
            enclosed("(", List.of(term), ")");
        } else {
            term(term);
        }
    }

    private void operand(Term term, int precedence) {
        if (term instanceof Term.Arithmetic inner && inner.operator().precedence() < precedence) {
            enclosed("(", List.of(term), ")");
        } else {
            term(term);
        }
    }
}
