package org.helenus.schema.type;

import java.util.Set;

/// CQL identifiers and string literals as text.
public final class Names {
    private static final Set<String> RESERVED = Set.of(
            "add",
            "allow",
            "alter",
            "and",
            "apply",
            "asc",
            "authorize",
            "batch",
            "begin",
            "by",
            "columnfamily",
            "create",
            "delete",
            "desc",
            "describe",
            "drop",
            "entries",
            "execute",
            "from",
            "full",
            "grant",
            "if",
            "in",
            "index",
            "infinity",
            "insert",
            "into",
            "is",
            "keyspace",
            "limit",
            "materialized",
            "modify",
            "nan",
            "norecursive",
            "not",
            "null",
            "of",
            "on",
            "or",
            "order",
            "primary",
            "rename",
            "revoke",
            "schema",
            "select",
            "set",
            "table",
            "to",
            "token",
            "truncate",
            "unlogged",
            "update",
            "use",
            "using",
            "view",
            "where",
            "with");

    private Names() {}

    /// The identifier as CQL reads it back: quoted when it would fold, or is reserved.
    public static String maybeQuote(String identifier) {
        return isPlain(identifier) && !RESERVED.contains(identifier)
                ? identifier
                : '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static boolean isPlain(String identifier) {
        if (identifier.isEmpty() || identifier.charAt(0) < 'a' || identifier.charAt(0) > 'z') {
            return false;
        }
        for (int i = 1; i < identifier.length(); i++) {
            char c = identifier.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
                return false;
            }
        }
        return true;
    }

    /// A string literal: single quotes, those inside doubled.
    public static String quoteText(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
