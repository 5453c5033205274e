package org.helenus.query.select;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Selector;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.TypeName;
import org.helenus.query.expression.TermText;
import org.helenus.query.expression.TypeResolver;

/// Selectors as headers and messages show them.
final class SelectorText {
    private SelectorText() {}

    /// `count` of a constant, which counts rows.
    static boolean isCountRows(Selector.FunctionCall call) {
        return call.function().name().text().equalsIgnoreCase("count")
                && call.arguments().size() == 1
                && call.arguments().getFirst() instanceof Selector.Value(Term.Literal _);
    }

    /// Old spellings are functions of their own, but for this one.
    private static String shown(String function) {
        return function.equals("tojson") ? "to_json" : function;
    }

    static String of(Selector selector) {
        return switch (selector) {
            case Selector.Column(Name name) -> name.text();
            case Selector.Value(Term term) -> TermText.of(term);
            case Selector.CountAll _ -> "count";
            case Selector.CellAttributeOf(Selector.CellAttribute attribute, Selector of) ->
                attribute.cqlName() + "(" + of(of) + ")";
            case Selector.FunctionCall call when isCountRows(call) -> "count";
            case Selector.FunctionCall(QualifiedName function, List<Selector> arguments) ->
                "system." + shown(function.name().text()) + "(" + texts(arguments) + ")";
            case Selector.Cast(Selector inner, TypeName.NativeKind kind) ->
                "cast(" + of(inner) + " as " + TypeResolver.resolve(kind).cqlName() + ")";
            case Selector.TypeHint(TypeName type, Selector inner) -> "(" + TermText.type(type) + ")" + of(inner);
            case Selector.Field(Selector of, Name field) -> of(of) + "." + field;
            case Selector.Element(Selector of, Term key) -> of(of) + "[" + TermText.of(key) + "]";
            case Selector.Slice(Selector of, Optional<Term> from, Optional<Term> to) ->
                of(of) + "[" + from.map(TermText::of).orElse("") + ".."
                        + to.map(TermText::of).orElse("") + "]";
            case Selector.ListLiteral(List<Selector> elements) -> "[" + texts(elements) + "]";
            case Selector.SetLiteral(List<Selector> elements) -> "{" + texts(elements) + "}";
            case Selector.MapLiteral(List<Selector.MapLiteral.Entry> entries) ->
                entries.stream()
                        .map(entry -> of(entry.key()) + ": " + of(entry.value()))
                        .collect(joining(", ", "{", "}"));
            case Selector.TupleLiteral(List<Selector> elements) -> "(" + texts(elements) + ")";
            case Selector.Arithmetic(ArithmeticOperator operator, Selector left, Selector right) ->
                of(left) + " " + operator.symbol() + " " + of(right);
            case Selector.Negation(Selector inner) -> "-" + of(inner);
        };
    }

    private static String texts(List<Selector> selectors) {
        return selectors.stream().map(SelectorText::of).collect(joining(", "));
    }
}
