package org.helenus.cql.tree;

/// A password as text, or its hash.
public record Password(String text, boolean hashed) {
    /// Does not show the password: statements end up in logs.
    @Override
    public String toString() {
        return hashed ? "HASHED PASSWORD" : "PASSWORD";
    }
}
