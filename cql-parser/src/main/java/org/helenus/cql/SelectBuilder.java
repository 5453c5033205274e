package org.helenus.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.grammar.CqlLexer;
import org.helenus.cql.grammar.CqlParser;
import org.helenus.cql.tree.Select;
import org.helenus.cql.tree.SelectedColumn;
import org.helenus.cql.tree.Selector;
import org.helenus.cql.tree.Selector.CellAttribute;
import org.helenus.cql.tree.Term;

/// `SELECT` and its selectors.
final class SelectBuilder {
    private final NameBuilder names;
    private final TermBuilder terms;
    private final RelationBuilder relations;

    SelectBuilder(NameBuilder names, TermBuilder terms, RelationBuilder relations) {
        this.names = names;
        this.terms = terms;
        this.relations = relations;
    }

    Select select(CqlParser.SelectContext context) {
        return new Select(
                context.K_JSON() != null,
                context.K_DISTINCT() != null,
                selection(context.selection()),
                names.table(context.tableName()),
                relations.where(context.whereClause()),
                selectors(context.selector()),
                orderings(context.ordering()),
                terms.optionalInteger(context.perPartitionLimit),
                terms.optionalInteger(context.limit),
                context.K_ALLOW() != null);
    }

    List<SelectedColumn> selection(CqlParser.SelectionContext context) {
        var columns = new ArrayList<SelectedColumn>();
        for (var column : context.selectedColumn()) {
            var alias = Optional.ofNullable(column.name()).map(names::name);
            columns.add(new SelectedColumn(selector(column.selector()), alias));
        }
        return columns;
    }

    private List<Select.Ordering> orderings(List<CqlParser.OrderingContext> contexts) {
        var orderings = new ArrayList<Select.Ordering>();
        for (var context : contexts) {
            orderings.add(new Select.Ordering(
                    names.column(context.column()),
                    Optional.ofNullable(context.term()).map(terms::term),
                    context.K_DESC() != null));
        }
        return orderings;
    }

    private List<Selector> selectors(List<CqlParser.SelectorContext> contexts) {
        var selectors = new ArrayList<Selector>(contexts.size());
        for (var context : contexts) {
            selectors.add(selector(context));
        }
        return selectors;
    }

    private Selector selector(CqlParser.SelectorContext context) {
        terms.enterExpression();
        terms.countOperators(context.getChildCount() / 2, context.start);
        Selector result = product(context.selectorProduct(0));
        for (int i = 1; i < context.getChildCount(); i += 2) {
            var right = product((CqlParser.SelectorProductContext) context.getChild(i + 1));
            result = new Selector.Arithmetic(TermBuilder.operator(context.getChild(i)), result, right);
        }
        terms.leaveExpression();
        return result;
    }

    private Selector product(CqlParser.SelectorProductContext context) {
        terms.countOperators(context.getChildCount() / 2, context.start);
        Selector result = group(context.selectorGroup(0));
        for (int i = 1; i < context.getChildCount(); i += 2) {
            var right = group((CqlParser.SelectorGroupContext) context.getChild(i + 1));
            result = new Selector.Arithmetic(TermBuilder.operator(context.getChild(i)), result, right);
        }
        return result;
    }

    private Selector group(CqlParser.SelectorGroupContext context) {
        return context.MINUS() == null
                ? modified(simple(context.simpleSelector()), context.selectorModifier())
                : new Selector.Negation(group(context.selectorGroup()));
    }

    private Selector modified(Selector selector, List<CqlParser.SelectorModifierContext> modifiers) {
        var result = selector;
        for (var modifier : modifiers) {
            terms.countOperators(1, modifier.start);
            result = switch (modifier) {
                case CqlParser.FieldModifierContext field -> new Selector.Field(result, names.name(field.name()));
                case CqlParser.ElementModifierContext element ->
                    new Selector.Element(result, terms.term(element.term()));
                case CqlParser.SliceModifierContext slice ->
                    new Selector.Slice(
                            result,
                            Optional.ofNullable(slice.from).map(terms::term),
                            Optional.ofNullable(slice.to).map(terms::term));
                default -> throw new IllegalStateException(modifier.getClass().getName());
            };
        }
        return result;
    }

    private Selector simple(CqlParser.SimpleSelectorContext context) {
        return switch (context) {
            case CqlParser.ColumnSelectorContext selector -> new Selector.Column(names.name(selector.name()));
            case CqlParser.ConstantSelectorContext selector -> new Selector.Value(terms.constant(selector.constant()));
            case CqlParser.NullSelectorContext _ -> new Selector.Value(new Term.Null());
            case CqlParser.MarkerSelectorContext selector -> new Selector.Value(terms.marker(selector.marker()));
            case CqlParser.CountAllSelectorContext _ -> new Selector.CountAll();
            case CqlParser.CellAttributeSelectorContext selector -> cellAttribute(selector);
            case CqlParser.CastSelectorContext selector ->
                new Selector.Cast(selector(selector.selector()), names.nativeKind(selector.nativeType()));
            case CqlParser.FunctionSelectorContext selector ->
                new Selector.FunctionCall(names.function(selector.functionName()), selectors(selector.selector()));
            case CqlParser.TypeHintSelectorContext selector -> {
                terms.countOperators(1, selector.start);
                yield new Selector.TypeHint(names.type(selector.type()), simple(selector.simpleSelector()));
            }
            case CqlParser.TupleSelectorContext selector -> new Selector.TupleLiteral(selectors(selector.selector()));
            case CqlParser.ListSelectorContext selector -> new Selector.ListLiteral(selectors(selector.selector()));
            case CqlParser.SetSelectorContext selector -> new Selector.SetLiteral(selectors(selector.selector()));
            case CqlParser.MapSelectorContext selector -> map(selector);
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private Selector cellAttribute(CqlParser.CellAttributeSelectorContext context) {
        var attribute = switch (context.start.getType()) {
            case CqlLexer.K_WRITETIME -> CellAttribute.WRITETIME;
            case CqlLexer.K_MAXWRITETIME -> CellAttribute.MAXWRITETIME;
            case CqlLexer.K_TTL -> CellAttribute.TTL;
            default -> throw new IllegalStateException(context.getText());
        };
        var column = new Selector.Column(names.name(context.name()));
        return new Selector.CellAttributeOf(attribute, modified(column, context.selectorModifier()));
    }

    private Selector map(CqlParser.MapSelectorContext context) {
        var entries = new ArrayList<Selector.MapLiteral.Entry>();
        for (var entry : context.selectorEntry()) {
            entries.add(new Selector.MapLiteral.Entry(selector(entry.key), selector(entry.value)));
        }
        return new Selector.MapLiteral(entries);
    }
}
