package org.helenus.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.grammar.CqlLexer;
import org.helenus.cql.grammar.CqlParser;
import org.helenus.cql.tree.ColumnTarget;
import org.helenus.cql.tree.Condition;
import org.helenus.cql.tree.InValues;
import org.helenus.cql.tree.Operator;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Relation;
import org.helenus.cql.tree.Term;

/// `WHERE` and `IF`.
final class RelationBuilder {
    private final NameBuilder names;
    private final TermBuilder terms;

    RelationBuilder(NameBuilder names, TermBuilder terms) {
        this.names = names;
        this.terms = terms;
    }

    /// No clause, no relations. (The generated accessors give null for what was not written.)
    List<Relation> where(CqlParser.WhereClauseContext context) {
        if (context == null) {
            return List.of();
        }
        var relations = new ArrayList<Relation>();
        for (var relation : context.relation()) {
            relations.add(relation(relation));
        }
        return relations;
    }

    /// The conditions of an `IF`; none for `IF EXISTS` or without the clause.
    List<Condition> conditions(CqlParser.IfConditionsContext context) {
        if (context == null) {
            return List.of();
        }
        var conditions = new ArrayList<Condition>();
        for (var condition : context.condition()) {
            conditions.add(condition(condition));
        }
        return conditions;
    }

    private Relation relation(CqlParser.RelationContext context) {
        return switch (context) {
            case CqlParser.ComparisonRelationContext relation ->
                new Relation.Comparison(
                        names.column(relation.column()),
                        operator(relation.comparisonOperator()),
                        terms.term(relation.term()));
            case CqlParser.LikeRelationContext relation ->
                new Relation.Comparison(names.column(relation.column()), Operator.LIKE, terms.term(relation.term()));
            case CqlParser.NotNullRelationContext relation -> new Relation.IsNotNull(names.column(relation.column()));
            case CqlParser.InRelationContext relation ->
                new Relation.In(names.column(relation.column()), values(relation.inValues()));
            case CqlParser.ContainsRelationContext relation ->
                new Relation.Comparison(
                        names.column(relation.column()),
                        relation.K_KEY() == null ? Operator.CONTAINS : Operator.CONTAINS_KEY,
                        terms.term(relation.term()));
            case CqlParser.ElementRelationContext relation ->
                new Relation.Element(
                        names.column(relation.column()),
                        terms.term(relation.term(0)),
                        operator(relation.comparisonOperator()),
                        terms.term(relation.term(1)));
            case CqlParser.TokenRelationContext relation ->
                new Relation.Token(
                        names.columns(relation.columnTuple()),
                        operator(relation.comparisonOperator()),
                        terms.term(relation.term()));
            case CqlParser.TupleRelationContext relation ->
                new Relation.Tuple(
                        names.columns(relation.columnTuple()),
                        operator(relation.comparisonOperator()),
                        tupleOrMarker(relation.tupleLiteral(), relation.marker()));
            case CqlParser.TupleInRelationContext relation ->
                new Relation.TupleIn(names.columns(relation.columnTuple()), values(relation.tupleInValues()));
            case CqlParser.CustomIndexRelationContext relation -> customIndex(relation);
            case CqlParser.NestedRelationContext relation -> relation(relation.relation());
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private Condition condition(CqlParser.ConditionContext context) {
        return switch (context) {
            case CqlParser.ComparisonConditionContext condition ->
                new Condition.Comparison(
                        new ColumnTarget.Whole(names.column(condition.column())),
                        operator(condition.comparisonOperator()),
                        terms.term(condition.term()));
            case CqlParser.ContainsConditionContext condition ->
                new Condition.Comparison(
                        new ColumnTarget.Whole(names.column(condition.column())),
                        condition.K_KEY() == null ? Operator.CONTAINS : Operator.CONTAINS_KEY,
                        terms.term(condition.term()));
            case CqlParser.InConditionContext condition ->
                new Condition.In(
                        new ColumnTarget.Whole(names.column(condition.column())), values(condition.inValues()));
            case CqlParser.ElementConditionContext condition ->
                new Condition.Comparison(
                        new ColumnTarget.Element(names.column(condition.column()), terms.term(condition.term(0))),
                        operator(condition.comparisonOperator()),
                        terms.term(condition.term(1)));
            case CqlParser.ElementInConditionContext condition ->
                new Condition.In(
                        new ColumnTarget.Element(names.column(condition.column()), terms.term(condition.term())),
                        values(condition.inValues()));
            case CqlParser.FieldConditionContext condition ->
                new Condition.Comparison(
                        new ColumnTarget.Field(names.column(condition.column()), names.name(condition.name())),
                        operator(condition.comparisonOperator()),
                        terms.term(condition.term()));
            case CqlParser.FieldInConditionContext condition ->
                new Condition.In(
                        new ColumnTarget.Field(names.column(condition.column()), names.name(condition.name())),
                        values(condition.inValues()));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private InValues values(CqlParser.InValuesContext context) {
        return context.marker() == null
                ? new InValues.Listed(terms.terms(context.term()))
                : new InValues.Marker(terms.marker(context.marker()));
    }

    private InValues values(CqlParser.TupleInValuesContext context) {
        if (context.LPAREN() == null) {
            return new InValues.Marker(terms.marker(context.marker(0)));
        }
        var values = new ArrayList<Term>();
        for (var tuple : context.tupleLiteral()) {
            values.add(terms.tuple(tuple));
        }
        for (var marker : context.marker()) {
            values.add(terms.marker(marker));
        }
        return new InValues.Listed(values);
    }

    private Term tupleOrMarker(CqlParser.TupleLiteralContext tuple, CqlParser.MarkerContext marker) {
        return tuple == null ? terms.marker(marker) : terms.tuple(tuple);
    }

    private Relation customIndex(CqlParser.CustomIndexRelationContext context) {
        if (!context.IDENT().getText().equalsIgnoreCase("expr")) {
            var at = context.LPAREN().getSymbol();
            throw NameBuilder.error(
                    at, "line " + NameBuilder.position(at) + " no viable alternative at input '" + at.getText() + "'");
        }
        var index = new QualifiedName(Optional.empty(), names.index(context.indexName()));
        return new Relation.CustomIndex(index, terms.term(context.term()));
    }

    private static Operator operator(CqlParser.ComparisonOperatorContext context) {
        return switch (context.start.getType()) {
            case CqlLexer.EQ -> Operator.EQ;
            case CqlLexer.NEQ -> Operator.NEQ;
            case CqlLexer.LT -> Operator.LT;
            case CqlLexer.LTE -> Operator.LTE;
            case CqlLexer.GT -> Operator.GT;
            case CqlLexer.GTE -> Operator.GTE;
            default -> throw new IllegalStateException(context.getText());
        };
    }
}
