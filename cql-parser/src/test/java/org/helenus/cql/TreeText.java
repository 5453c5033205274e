package org.helenus.cql;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.helenus.cql.tree.ColumnTarget;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Operator;
import org.helenus.cql.tree.Password;
import org.helenus.cql.tree.Properties;
import org.helenus.cql.tree.PropertyValue;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Selector;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.TypeName;

/// A tree as text for golden answers: each node with its class and its components, leaving out what is empty or false.
/// Says the tree, not the CQL, so that a mistake of the printer does not hide one of the parser.
final class TreeText {
    private TreeText() {}

    static String of(Object node) {
        return switch (node) {
            case Name name -> CqlPrinter.name(name.text());
            case QualifiedName name -> name.keyspace().map(k -> of(k) + ".").orElse("") + of(name.name());
            case Term.Literal literal -> literal(literal);
            case Term.Null _ -> "null";
            case Term.BindMarker marker ->
                "?" + marker.index() + marker.name().map(name -> ":" + of(name)).orElse("");
            case Term.Arithmetic a -> "(" + of(a.left()) + " " + a.operator().symbol() + " " + of(a.right()) + ")";
            case Selector.Arithmetic a ->
                "(" + of(a.left()) + " " + a.operator().symbol() + " " + of(a.right()) + ")";
            case Selector.Column column -> of(column.name());
            case Selector.Value value -> of(value.term());
            case ColumnTarget.Whole whole -> of(whole.column());
            case TypeName.Native type -> type.kind().cqlName();
            case Password password -> (password.hashed() ? "hash " : "clear ") + quoted(password.text());
            case Properties properties -> of(properties.values());
            case PropertyValue.Text text -> text.quoted() ? quoted(text.text()) : text.text();
            case PropertyValue.Options options -> of(options.entries());
            case Operator operator -> operator.symbol();
            case String text -> quoted(text);
            case Collection<?> items ->
                items.stream().map(TreeText::of).toList().toString();
            case Map<?, ?> map -> map(map);
            case Optional<?> optional -> optional.map(TreeText::of).orElse("");
            case Record node_ -> components(node_);
            default -> node.toString();
        };
    }

    private static String literal(Term.Literal literal) {
        return switch (literal.kind()) {
            case STRING -> quoted(literal.text());
            case INTEGER -> literal.text();
            case FLOAT, BOOLEAN, DURATION, UUID, HEX -> literal.kind() + ":" + literal.text();
        };
    }

    private static String map(Map<?, ?> map) {
        var text = new StringJoiner(", ", "{", "}");
        map.forEach((key, value) -> text.add(key + ": " + of(value)));
        return text.toString();
    }

    private static String components(Record node) {
        var text = new StringJoiner(" ", node.getClass().getSimpleName() + "(", ")");
        text.setEmptyValue(node.getClass().getSimpleName());
        try {
            for (var component : node.getClass().getRecordComponents()) {
                var accessor = component.getAccessor();
                var value = accessor.invoke(node);
                if (!isNothing(value)) {
                    text.add(value.equals(true) ? component.getName() : component.getName() + "=" + of(value));
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    private static boolean isNothing(Object value) {
        return value.equals(false)
                || value.equals(Optional.empty())
                || value.equals(List.of())
                || value.equals(Properties.NONE)
                || value.equals(org.helenus.cql.tree.Using.NOTHING);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\n", "\\n") + "'";
    }
}
