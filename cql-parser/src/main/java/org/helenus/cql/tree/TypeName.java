package org.helenus.cql.tree;

import java.util.List;

/// A type as a statement names it.
public sealed interface TypeName {
    /// The types that CQL has words for. `VARCHAR` is another word for `TEXT` and is kept as written.
    enum NativeKind {
        ASCII,
        BIGINT,
        BLOB,
        BOOLEAN,
        COUNTER,
        DATE,
        DECIMAL,
        DOUBLE,
        DURATION,
        FLOAT,
        INET,
        INT,
        SMALLINT,
        TEXT,
        TIME,
        TIMESTAMP,
        TIMEUUID,
        TINYINT,
        UUID,
        VARCHAR,
        VARINT;

        private final String cqlName = name().toLowerCase(java.util.Locale.ROOT);

        /// The lower-case word.
        public String cqlName() {
            return cqlName;
        }
    }

    record Native(NativeKind kind) implements TypeName {}

    record ListOf(TypeName element) implements TypeName {}

    record SetOf(TypeName element) implements TypeName {}

    record MapOf(TypeName key, TypeName value) implements TypeName {}

    record Tuple(List<TypeName> elements) implements TypeName {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }

    /// `dimension` as written; it may be zero or negative, which the grammar accepts and the type check refuses.
    record Vector(TypeName element, int dimension) implements TypeName {}

    record Frozen(TypeName inner) implements TypeName {}

    /// A user type; whether it exists is not known here.
    record User(QualifiedName name) implements TypeName {}

    /// A Java class name in quotes.
    record Custom(String className) implements TypeName {}
}
