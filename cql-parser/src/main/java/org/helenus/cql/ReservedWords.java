package org.helenus.cql;

import java.util.Set;
import org.helenus.cql.tree.TypeName;

/// The words that are no names unless they are quoted.
public final class ReservedWords {
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

    private static final Set<String> NO_FUNCTIONS =
            Set.of("key", "ttl", "writetime", "maxwritetime", "cast", "json", "distinct");

    /// Refused as names of user types, so that they could become native types one day.
    private static final Set<String> RESERVED_TYPES =
            Set.of("byte", "complex", "enum", "date", "interval", "macaddr", "bitstring");

    private ReservedWords() {}

    static boolean isReservedType(String text) {
        return RESERVED_TYPES.contains(text);
    }

    /// Whether `word`, in lower case, is reserved.
    public static boolean contains(String word) {
        return RESERVED.contains(word);
    }

    /// All of them, in lower case.
    public static Set<String> all() {
        return RESERVED;
    }

    /// Whether the text can stand bare where any name can: lower-case letters, digits and underscores, no reserved
    /// word.
    static boolean isBareName(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && c != '_' && (c < '0' || c > '9')) {
                return false;
            }
        }
        // The constants true and false are read before names are.
        return !RESERVED.contains(text) && !text.equals("true") && !text.equals("false");
    }

    /// Whether a user type of this name can be written bare: the words for native types and a few others cannot.
    static boolean isBareType(String text) {
        return isBareName(text)
                && !NO_FUNCTIONS.contains(text)
                && !RESERVED_TYPES.contains(text)
                && !text.equals("count")
                && !isNativeType(text);
    }

    /// Whether a function of this name can be written bare.
    static boolean isBareFunction(String text) {
        return text.equals("token") || (isBareName(text) && !NO_FUNCTIONS.contains(text));
    }

    private static boolean isNativeType(String text) {
        for (var kind : TypeName.NativeKind.values()) {
            if (kind.cqlName().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
