package org.helenus.cql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.helenus.cql.grammar.CqlLexer;
import org.helenus.cql.grammar.CqlParser;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.Term.LiteralKind;

/// Terms. Counts the bind markers, so whoever uses it must ask for terms in the order they are written.
final class TermBuilder {
    /// Operators, hints and modifiers in one expression: a chain of them makes a tree as deep as it is long.
    private static final int MAX_OPERATORS = 250;

    private final NameBuilder names;
    private final List<Term.BindMarker> markers = new ArrayList<>();

    /// How many expressions are open around the one being built, and the operators in the outermost of them.
    private int openExpressions;
    private int operators;

    TermBuilder(NameBuilder names) {
        this.names = names;
    }

    /// Those built so far.
    List<Term.BindMarker> markers() {
        return markers;
    }

    List<Term> terms(List<CqlParser.TermContext> contexts) {
        var terms = new ArrayList<Term>(contexts.size());
        for (var context : contexts) {
            terms.add(term(context));
        }
        return terms;
    }

    Term term(CqlParser.TermContext context) {
        enterExpression();
        countOperators(context.getChildCount() / 2, context.start);
        Term result = product(context.termProduct(0));
        for (int i = 1; i < context.getChildCount(); i += 2) {
            var right = product((CqlParser.TermProductContext) context.getChild(i + 1));
            result = new Term.Arithmetic(operator(context.getChild(i)), result, right);
        }
        leaveExpression();
        return result;
    }

    void enterExpression() {
        if (openExpressions++ == 0) {
            operators = 0;
        }
    }

    void leaveExpression() {
        openExpressions--;
    }

    void countOperators(int count, Token at) {
        operators += count;
        if (operators > MAX_OPERATORS) {
            throw NameBuilder.error(at, "expression has more than " + MAX_OPERATORS + " operators");
        }
    }

    /// The literal of an option, an integer or a marker.
    Term integer(CqlParser.IntegerTermContext context) {
        return context.marker() == null
                ? new Term.Literal(LiteralKind.INTEGER, context.start.getText(), NameBuilder.position(context.start))
                : marker(context.marker());
    }

    Optional<Term> optionalInteger(CqlParser.IntegerTermContext context) {
        return Optional.ofNullable(context).map(this::integer);
    }

    Term.BindMarker marker(CqlParser.MarkerContext context) {
        var name = Optional.ofNullable(context.name()).map(names::name);
        var marker = new Term.BindMarker(markers.size(), name, NameBuilder.position(context.start));
        markers.add(marker);
        return marker;
    }

    Term.TupleLiteral tuple(CqlParser.TupleLiteralContext context) {
        return new Term.TupleLiteral(terms(context.term()));
    }

    Term.Literal constant(CqlParser.ConstantContext context) {
        var token = context.start;
        var text = token.getText();
        return switch (token.getType()) {
            case CqlLexer.STRING_LITERAL -> literal(LiteralKind.STRING, NameBuilder.string(token), token);
            case CqlLexer.INTEGER -> literal(LiteralKind.INTEGER, text, token);
            case CqlLexer.FLOAT -> literal(LiteralKind.FLOAT, text, token);
            case CqlLexer.BOOLEAN -> literal(LiteralKind.BOOLEAN, text.toLowerCase(Locale.ROOT), token);
            case CqlLexer.DURATION -> literal(LiteralKind.DURATION, text, token);
            case CqlLexer.UUID -> literal(LiteralKind.UUID, text, token);
            case CqlLexer.HEXNUMBER -> literal(LiteralKind.HEX, text, token);
            case CqlLexer.K_POSITIVE_NAN, CqlLexer.K_NEGATIVE_NAN -> literal(LiteralKind.FLOAT, "NaN", token);
            case CqlLexer.K_POSITIVE_INFINITY -> literal(LiteralKind.FLOAT, "Infinity", token);
            case CqlLexer.K_NEGATIVE_INFINITY -> literal(LiteralKind.FLOAT, "-Infinity", token);
            default -> throw new IllegalStateException(text);
        };
    }

    /// A map of an option: constants only, no key twice.
    Map<String, String> constantMap(CqlParser.MapLiteralContext context) {
        var entries = new LinkedHashMap<String, String>();
        for (var entry : context.mapEntry()) {
            var key = constantText(entry.key, "Invalid property name: %s%s");
            var value = constantText(entry.value, "Invalid property value: %s for property: '" + key + "'%s");
            if (entries.put(key, value) != null) {
                throw NameBuilder.error(entry.start, "Multiple definition for property " + key);
            }
        }
        return entries;
    }

    private String constantText(CqlParser.TermContext context, String problem) {
        return switch (term(context)) {
            case Term.Literal literal -> literal.text();
            case Term.BindMarker marker ->
                throw NameBuilder.error(
                        context.start,
                        problem.formatted(context.getText(), " (bind variables are not supported in DDL queries)"));
            case Term other -> throw NameBuilder.error(context.start, problem.formatted(TermPrinter.print(other), ""));
        };
    }

    static ArithmeticOperator operator(ParseTree node) {
        return switch (((TerminalNode) node).getSymbol().getType()) {
            case CqlLexer.PLUS -> ArithmeticOperator.ADD;
            case CqlLexer.MINUS -> ArithmeticOperator.SUBTRACT;
            case CqlLexer.STAR -> ArithmeticOperator.MULTIPLY;
            case CqlLexer.SLASH -> ArithmeticOperator.DIVIDE;
            case CqlLexer.PERCENT -> ArithmeticOperator.MODULO;
            default -> throw new IllegalStateException(node.getText());
        };
    }

    private Term product(CqlParser.TermProductContext context) {
        countOperators(context.getChildCount() / 2, context.start);
        Term result = group(context.termGroup(0));
        for (int i = 1; i < context.getChildCount(); i += 2) {
            var right = group((CqlParser.TermGroupContext) context.getChild(i + 1));
            result = new Term.Arithmetic(operator(context.getChild(i)), result, right);
        }
        return result;
    }

    private Term group(CqlParser.TermGroupContext context) {
        var term = simple(context.simpleTerm());
        return context.MINUS() == null ? term : new Term.Negation(term);
    }

    private Term simple(CqlParser.SimpleTermContext context) {
        return switch (context) {
            case CqlParser.ConstantTermContext term -> constant(term.constant());
            case CqlParser.NullTermContext _ -> new Term.Null();
            case CqlParser.MarkerTermContext term -> marker(term.marker());
            case CqlParser.ListTermContext term -> new Term.ListLiteral(terms(term.term()));
            case CqlParser.SetTermContext term -> new Term.SetLiteral(terms(term.term()));
            case CqlParser.MapTermContext term -> map(term.mapLiteral());
            case CqlParser.UserTypeTermContext term -> userType(term);
            case CqlParser.TypeHintTermContext term -> {
                countOperators(1, term.start);
                yield new Term.TypeHint(names.type(term.type()), simple(term.simpleTerm()));
            }
            case CqlParser.TupleTermContext term -> tuple(term.tupleLiteral());
            case CqlParser.CastTermContext term ->
                new Term.Cast(simple(term.simpleTerm()), names.nativeKind(term.nativeType()));
            case CqlParser.FunctionTermContext term ->
                new Term.FunctionCall(names.function(term.functionName()), terms(term.term()));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private Term map(CqlParser.MapLiteralContext context) {
        if (context.mapEntry().isEmpty()) {
            return new Term.SetLiteral(List.of());
        }
        var entries = new ArrayList<Term.MapLiteral.Entry>();
        for (var entry : context.mapEntry()) {
            entries.add(new Term.MapLiteral.Entry(term(entry.key), term(entry.value)));
        }
        return new Term.MapLiteral(entries);
    }

    private Term userType(CqlParser.UserTypeTermContext context) {
        var fields = new ArrayList<Term.UserTypeLiteral.Field>();
        for (var field : context.fieldValue()) {
            fields.add(new Term.UserTypeLiteral.Field(names.name(field.name()), term(field.term())));
        }
        return new Term.UserTypeLiteral(fields);
    }

    private static Term.Literal literal(LiteralKind kind, String text, Token token) {
        return new Term.Literal(kind, text, NameBuilder.position(token));
    }
}
