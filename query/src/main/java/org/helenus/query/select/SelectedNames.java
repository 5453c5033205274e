package org.helenus.query.select;

import java.util.ArrayList;
import java.util.List;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Selector;

/// The columns that a selector names, in the order in which they are written.
final class SelectedNames {
    private final List<Name> names = new ArrayList<>();

    private SelectedNames() {}

    static List<Name> of(Selector selector) {
        var all = new SelectedNames();
        all.add(selector);
        return all.names;
    }

    private void add(Selector selector) {
        switch (selector) {
            case Selector.Column(Name name) -> names.add(name);
            case Selector.Value _, Selector.CountAll _ -> {}
            case Selector.CellAttributeOf(var _, Selector of) -> add(of);
            case Selector.FunctionCall(QualifiedName _, List<Selector> arguments) -> arguments.forEach(this::add);
            case Selector.Cast(Selector inner, var _) -> add(inner);
            case Selector.TypeHint(var _, Selector inner) -> add(inner);
            case Selector.Field(Selector of, Name _) -> add(of);
            case Selector.Element(Selector of, var _) -> add(of);
            case Selector.Slice(Selector of, var _, var _) -> add(of);
            case Selector.ListLiteral(List<Selector> elements) -> elements.forEach(this::add);
            case Selector.SetLiteral(List<Selector> elements) -> elements.forEach(this::add);
            // a plain name for a key may be that of a field
            case Selector.MapLiteral(List<Selector.MapLiteral.Entry> entries) ->
                entries.forEach(entry -> add(entry.value()));
            case Selector.TupleLiteral(List<Selector> elements) -> elements.forEach(this::add);
            case Selector.Arithmetic(ArithmeticOperator _, Selector left, Selector right) -> {
                add(left);
                add(right);
            }
            case Selector.Negation(Selector inner) -> add(inner);
        }
    }
}
