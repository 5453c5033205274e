package org.helenus.cql.tree;

import java.util.List;
import java.util.Optional;

/// An expression of a selection, with column references.
public sealed interface Selector {
    record Column(Name name) implements Selector {}

    /// A constant, `null` or bind marker among the selected.
    record Value(Term term) implements Selector {}

    /// `COUNT(*)`; `COUNT(1)` is a [FunctionCall].
    record CountAll() implements Selector {}

    /// What a column's cells say about themselves.
    enum CellAttribute {
        WRITETIME("writetime"),
        MAXWRITETIME("maxwritetime"),
        TTL("ttl");

        private final String cqlName;

        CellAttribute(String cqlName) {
            this.cqlName = cqlName;
        }

        public String cqlName() {
            return cqlName;
        }
    }

    /// `writetime(c)`, where `of` is a column or an element, slice or field of one.
    record CellAttributeOf(CellAttribute attribute, Selector of) implements Selector {}

    record FunctionCall(QualifiedName function, List<Selector> arguments) implements Selector {
        public FunctionCall {
            arguments = List.copyOf(arguments);
        }
    }

    record Cast(Selector selector, TypeName.NativeKind type) implements Selector {}

    record TypeHint(TypeName type, Selector selector) implements Selector {}

    /// `u.f`: a field of a user type.
    record Field(Selector of, Name field) implements Selector {}

    /// `c[k]`: an element of a map or set.
    record Element(Selector of, Term key) implements Selector {}

    /// `c[a..b]`: a part of a map or set, both ends inclusive, at least one of them given.
    record Slice(Selector of, Optional<Term> from, Optional<Term> to) implements Selector {}

    record ListLiteral(List<Selector> elements) implements Selector {
        public ListLiteral {
            elements = List.copyOf(elements);
        }
    }

    /// `{a, b}`; without elements an empty set or map.
    record SetLiteral(List<Selector> elements) implements Selector {
        public SetLiteral {
            elements = List.copyOf(elements);
        }
    }

    /// `{k: v}`: a map or, when the keys are plain [Column]s and the type says so, a user type.
    record MapLiteral(List<Entry> entries) implements Selector {
        public record Entry(Selector key, Selector value) {}

        public MapLiteral {
            entries = List.copyOf(entries);
        }
    }

    /// `(a, b)`. With one element it may be a tuple or just parentheses.
    record TupleLiteral(List<Selector> elements) implements Selector {
        public TupleLiteral {
            elements = List.copyOf(elements);
        }
    }

    record Arithmetic(ArithmeticOperator operator, Selector left, Selector right) implements Selector {}

    record Negation(Selector selector) implements Selector {}
}
