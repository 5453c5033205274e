package org.helenus.tools.sstable;

import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.JsonText;

/// Values as text. Bytes that are no value of their type are shown in hexadecimal digits.
final class ValueText {
    private ValueText() {}

    static String json(CqlType type, byte[] wire) {
        return isValid(type, wire) ? JsonText.of(type, wire) : JsonText.string(hex(wire));
    }

    /// As a literal of CQL.
    static String literal(CqlType type, byte[] wire) {
        return isValid(type, wire) ? wire.length == 0 ? "" : type.format(wire) : hex(wire);
    }

    /// Without the quotes of a literal.
    static String plain(CqlType type, byte[] wire) {
        String literal = literal(type, wire);
        return literal.length() >= 2 && literal.startsWith("'") && literal.endsWith("'")
                ? literal.substring(1, literal.length() - 1).replace("''", "'")
                : literal;
    }

    /// A partition key, as it is given to choose one: its components with a colon between.
    static String key(TableMetadata table, List<byte[]> components) {
        var text = new StringJoiner(":");
        for (int i = 0; i < components.size(); i++) {
            text.add(plain(table.partitionKey().get(i).type(), components.get(i)));
        }
        return text.toString();
    }

    /// The same of a key in one piece.
    static String wholeKey(TableMetadata table, byte[] key) {
        return key(table, PartitionKeys.split(key, table.partitionKey().size()));
    }

    private static boolean isValid(CqlType type, byte[] wire) {
        try {
            type.validate(wire, 0, wire.length);
            return true;
        } catch (CqlException e) {
            return false;
        }
    }

    static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
