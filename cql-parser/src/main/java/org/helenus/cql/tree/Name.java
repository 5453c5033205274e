package org.helenus.cql.tree;

/// An identifier after folding: lower case when it was written bare, exactly as written when it was quoted.
///
/// Two names are equal when their texts are, wherever they stood.
public record Name(String text, Position position) {
    /// A name that was not read from a text.
    public static Name of(String text) {
        return new Name(text, Position.NONE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
