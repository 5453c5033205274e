package org.helenus.server.admin;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.helenus.schema.Murmur3;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;

/// A partition key as people write it: its components as in CQL without quotes, with `:` between them.
public final class PartitionKeyText {
    private PartitionKeyText() {}

    static byte[] wire(TableMetadata table, String text) throws AdminException {
        var columns = table.partitionKey();
        var texts = columns.size() == 1 ? List.of(text) : List.of(text.split(":", -1));
        if (texts.size() != columns.size()) {
            throw AdminException.badRequest("The partition key of " + table.keyspace() + "." + table.name() + " has "
                    + columns.size() + " components, not " + texts.size());
        }
        try {
            var parts = new ArrayList<byte[]>();
            for (int i = 0; i < texts.size(); i++) {
                parts.add(columns.get(i).type().parse(texts.get(i)));
            }
            return PartitionKeys.compose(parts);
        } catch (InvalidRequest e) {
            throw AdminException.badRequest(e.getMessage());
        }
    }

    /// Of the key's bytes in hexadecimal digits.
    static byte[] ofHex(TableMetadata table, String hex) throws AdminException {
        try {
            var wire = HexFormat.of().parseHex(hex);
            PartitionKeys.split(wire, table.partitionKey().size());
            return wire;
        } catch (IllegalArgumentException | InvalidRequest e) {
            throw AdminException.badRequest("'" + hex + "' is no partition key in hexadecimal digits");
        }
    }

    /// A key in one piece.
    public static String text(TableMetadata table, byte[] wire) {
        var columns = table.partitionKey();
        var components = PartitionKeys.split(wire, columns.size());
        var text = new StringJoiner(":");
        for (int i = 0; i < columns.size(); i++) {
            text.add(unquoted(columns.get(i).type().format(components.get(i))));
        }
        return text.toString();
    }

    /// A literal without its quotes.
    static String unquoted(String literal) {
        return literal.length() >= 2 && literal.startsWith("'") && literal.endsWith("'")
                ? literal.substring(1, literal.length() - 1).replace("''", "'")
                : literal;
    }

    static long token(byte[] wire) {
        return Murmur3.token(wire, 0, wire.length);
    }
}
