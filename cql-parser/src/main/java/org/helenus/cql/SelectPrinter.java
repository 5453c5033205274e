package org.helenus.cql;

import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.InValues;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Relation;
import org.helenus.cql.tree.Select;
import org.helenus.cql.tree.SelectedColumn;
import org.helenus.cql.tree.Selector;
import org.helenus.cql.tree.Term;

/// Prints `SELECT`, selectors and `WHERE`.
final class SelectPrinter {
    private final StringBuilder out;
    private final TermPrinter terms;

    SelectPrinter(StringBuilder out, TermPrinter terms) {
        this.out = out;
        this.terms = terms;
    }

    void select(Select select) {
        terms.raw("SELECT ").when(select.json(), "JSON ").when(select.distinct(), "DISTINCT ");
        selection(select.selection());
        out.append(" FROM ");
        terms.qualified(select.table());
        where(select.where());
        if (!select.groupBy().isEmpty()) {
            out.append(" GROUP BY ");
            terms.list(select.groupBy(), this::selector);
        }
        if (!select.orderBy().isEmpty()) {
            out.append(" ORDER BY ");
            terms.list(select.orderBy(), this::ordering);
        }
        limit(" PER PARTITION LIMIT ", select.perPartitionLimit());
        limit(" LIMIT ", select.limit());
        terms.when(select.allowFiltering(), " ALLOW FILTERING");
    }

    void selection(List<SelectedColumn> selection) {
        if (selection.isEmpty()) {
            out.append('*');
        }
        terms.list(selection, column -> {
            selector(column.selector());
            column.alias().ifPresent(alias -> {
                out.append(" AS ");
                terms.name(alias);
            });
        });
    }

    private void ordering(Select.Ordering ordering) {
        terms.name(ordering.column());
        ordering.nearestTo().ifPresent(vector -> {
            out.append(" ANN OF ");
            terms.term(vector);
        });
        terms.when(ordering.descending(), " DESC");
    }

    private void limit(String words, Optional<Term> limit) {
        limit.ifPresent(term -> {
            out.append(words);
            terms.term(term);
        });
    }

    void selector(Selector selector) {
        switch (selector) {
            case Selector.Column(var name) -> column(name);
            case Selector.Value(var term) -> terms.term(term);
            case Selector.CountAll() -> out.append("COUNT(*)");
            case Selector.CellAttributeOf(var attribute, var of) -> {
                out.append(attribute.cqlName()).append('(');
                selector(of);
                out.append(')');
            }
            case Selector.FunctionCall(var function, var arguments) -> {
                terms.function(function);
                enclosed("(", arguments, ")");
            }
            case Selector.Cast(var inner, var type) -> {
                out.append("CAST(");
                selector(inner);
                out.append(" AS ").append(type.cqlName()).append(')');
            }
            case Selector.TypeHint(var type, var inner) -> {
                out.append('(');
                terms.type(type);
                out.append(") ");
                simple(inner);
            }
            case Selector.Field(var of, var field) -> {
                receiver(of);
                // With the space a number does not take the dot for its own.
                out.append(of instanceof Selector.Value ? " ." : ".");
                terms.name(field);
            }
            case Selector.Element(var of, var key) -> {
                receiver(of);
                out.append('[');
                terms.term(key);
                out.append(']');
            }
            case Selector.Slice(var of, var from, var to) -> {
                receiver(of);
                out.append('[');
                from.ifPresent(terms::term);
                out.append(" .. ");
                to.ifPresent(terms::term);
                out.append(']');
            }
            case Selector.ListLiteral(var elements) -> enclosed("[", elements, "]");
            case Selector.SetLiteral(var elements) -> enclosed("{", elements, "}");
            case Selector.TupleLiteral(var elements) -> enclosed("(", elements, ")");
            case Selector.MapLiteral(var entries) -> {
                out.append('{');
                terms.list(entries, entry -> {
                    selector(entry.key());
                    out.append(" : ");
                    selector(entry.value());
                });
                out.append('}');
            }
            case Selector.Arithmetic(var operator, var left, var right) -> {
                operand(left, operator.precedence());
                out.append(' ').append(operator.symbol()).append(' ');
                operand(right, operator.precedence() + 1);
            }
            case Selector.Negation(var inner) -> {
                out.append("- ");
                if (inner instanceof Selector.Arithmetic) {
                    enclosed("(", List.of(inner), ")");
                } else {
                    selector(inner);
                }
            }
        }
    }

    /// Right after `SELECT` the words `json` and `distinct` would be taken for its own. Elsewhere they stay bare:
    /// quoted, `(json)` would be taken for a type.
    private void column(Name name) {
        boolean word = name.text().equals("json") || name.text().equals("distinct");
        out.append(word && isAtStart() ? TermPrinter.quoted(name.text()) : CqlPrinter.name(name.text()));
    }

    private boolean isAtStart() {
        return endsWith("SELECT ") || endsWith("SELECT JSON ") || endsWith("DISTINCT ");
    }

    private boolean endsWith(String text) {
        return out.length() >= text.length() && out.indexOf(text, out.length() - text.length()) >= 0;
    }

    private void enclosed(String open, List<Selector> selectors, String close) {
        out.append(open);
        terms.list(selectors, this::selector);
        out.append(close);
    }

    /// A selector with neither operator nor modifier stands as it is, the rest in parentheses.
    private void simple(Selector selector) {
        switch (selector) {
            case Selector.Field _, Selector.Element _, Selector.Slice _ -> enclosed("(", List.of(selector), ")");
            default -> receiver(selector);
        }
    }

    private void receiver(Selector selector) {
        if (selector instanceof Selector.Arithmetic || selector instanceof Selector.Negation) {
            enclosed("(", List.of(selector), ")");
        } else {
            selector(selector);
        }
    }

    private void operand(Selector selector, int precedence) {
        if (selector instanceof Selector.Arithmetic inner && inner.operator().precedence() < precedence) {
            enclosed("(", List.of(selector), ")");
        } else {
            selector(selector);
        }
    }

    void where(List<Relation> where) {
        if (!where.isEmpty()) {
            out.append(" WHERE ");
            terms.joined(where, " AND ", this::relation);
        }
    }

    void values(InValues values) {
        switch (values) {
            case InValues.Marker(var marker) -> terms.marker(marker);
            case InValues.Listed(var listed) -> {
                out.append('(');
                terms.list(listed, terms::term);
                out.append(')');
            }
        }
    }

    private void relation(Relation relation) {
        switch (relation) {
            case Relation.Comparison(var column, var operator, var value) -> {
                terms.name(column);
                compare(operator.symbol(), value);
            }
            case Relation.In(var column, var values) -> {
                terms.name(column);
                out.append(" IN ");
                values(values);
            }
            case Relation.IsNotNull(var column) -> {
                terms.name(column);
                out.append(" IS NOT NULL");
            }
            case Relation.Element(var column, var key, var operator, var value) -> {
                terms.name(column);
                out.append('[');
                terms.term(key);
                out.append(']');
                compare(operator.symbol(), value);
            }
            case Relation.Token(var columns, var operator, var value) -> {
                out.append("TOKEN");
                columns(columns);
                compare(operator.symbol(), value);
            }
            case Relation.Tuple(var columns, var operator, var value) -> {
                columns(columns);
                compare(operator.symbol(), value);
            }
            case Relation.TupleIn(var columns, var values) -> {
                columns(columns);
                out.append(" IN ");
                values(values);
            }
            case Relation.CustomIndex(var index, var value) -> {
                out.append("expr(");
                terms.qualified(index);
                out.append(", ");
                terms.term(value);
                out.append(')');
            }
        }
    }

    private void columns(List<Name> columns) {
        out.append('(');
        terms.list(columns, terms::name);
        out.append(')');
    }

    private void compare(String symbol, Term value) {
        out.append(' ').append(symbol).append(' ');
        terms.term(value);
    }
}
