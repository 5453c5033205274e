package org.helenus.cql.tree;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// An expression without column references: what a value, a restriction, a limit or an option is given as.
public sealed interface Term {
    /// The lexical kind of a constant; the receiving type decides what its text means.
    enum LiteralKind {
        STRING,
        INTEGER,
        FLOAT,
        BOOLEAN,
        DURATION,
        UUID,
        HEX
    }

    /// A constant. `text` is the content of a string without quotes and escapes, otherwise the constant as written
    /// with its sign; `NaN`, `Infinity` and `-Infinity` are of kind `FLOAT` and spelled so, `true` and `false`
    /// too. Hex keeps its `0x`.
    record Literal(LiteralKind kind, String text, Position position) implements Term {
        @Override
        public boolean equals(Object other) {
            return other instanceof Literal literal && kind == literal.kind && text.equals(literal.text);
        }

        @Override
        public int hashCode() {
            return Objects.hash(kind, text);
        }
    }

    record Null() implements Term {}

    /// A `?` or `:name`. `index` counts the markers of the statement from 0 in the order they are written; a name
    /// that is written twice makes two markers.
    record BindMarker(int index, Optional<Name> name, Position position) implements Term {
        @Override
        public boolean equals(Object other) {
            return other instanceof BindMarker marker && index == marker.index && name.equals(marker.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(index, name);
        }
    }

    /// `[a, b]`: a list or a vector.
    record ListLiteral(List<Term> elements) implements Term {
        public ListLiteral {
            elements = List.copyOf(elements);
        }
    }

    /// `{a, b}`. Without elements it is `{}`, which stands for an empty map too.
    record SetLiteral(List<Term> elements) implements Term {
        public SetLiteral {
            elements = List.copyOf(elements);
        }
    }

    /// `{k: v}`, at least one entry, in the order written.
    record MapLiteral(List<Entry> entries) implements Term {
        public record Entry(Term key, Term value) {}

        public MapLiteral {
            entries = List.copyOf(entries);
        }
    }

    /// `{field: v}`: a value of a user type, at least one field, in the order written.
    record UserTypeLiteral(List<Field> fields) implements Term {
        public record Field(Name name, Term value) {}

        public UserTypeLiteral {
            fields = List.copyOf(fields);
        }
    }

    /// `(a, b)`. With one element it may be a tuple or just parentheses: the receiving type decides.
    record TupleLiteral(List<Term> elements) implements Term {
        public TupleLiteral {
            elements = List.copyOf(elements);
        }
    }

    record FunctionCall(QualifiedName function, List<Term> arguments) implements Term {
        public FunctionCall {
            arguments = List.copyOf(arguments);
        }
    }

    /// `(type) term`: says which type is meant, converts nothing.
    record TypeHint(TypeName type, Term term) implements Term {}

    /// `CAST(term AS type)`: converts.
    record Cast(Term term, TypeName.NativeKind type) implements Term {}

    record Arithmetic(ArithmeticOperator operator, Term left, Term right) implements Term {}

    record Negation(Term term) implements Term {}
}
