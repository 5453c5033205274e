package org.helenus.query.system;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;

/// The columns of a generated table as one line of text: `partition key; clustering; other columns`, each a name and a
/// type, separated by commas. Types are those of CQL without user types and vectors.
final class TableText {
    private final String text;
    private int at;

    private TableText(String text) {
        this.text = text;
    }

    /// The id depends on the name alone, so that it is the same after every start; and as in Cassandra.
    static TableMetadata table(String keyspace, String name, String comment, String columns) {
        var id = UUID.nameUUIDFromBytes((keyspace + name).getBytes(StandardCharsets.UTF_8));
        var builder = TableMetadata.builder(new TableId(id), keyspace, name);
        String[] parts = columns.split(";", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(keyspace + "." + name + ": " + columns);
        }
        new TableText(parts[0]).each(builder::partitionKey);
        new TableText(parts[1]).each(builder::clustering);
        new TableText(parts[2]).each(builder::regular);
        return builder.options(TableOptions.DEFAULTS.with(Map.of("comment", comment, "gc_grace_seconds", "0")))
                .build();
    }

    private interface ColumnSink {
        TableMetadata.Builder column(String name, CqlType type);
    }

    private void each(ColumnSink sink) {
        if (text.isBlank()) {
            return;
        }
        do {
            String name = word();
            sink.column(name, type(true));
        } while (accept(','));
        skipSpaces();
        if (at != text.length()) {
            throw new IllegalArgumentException(text + " at " + at);
        }
    }

    private CqlType type(boolean multiCell) {
        String word = word();
        if (!accept('<')) {
            return NativeType.named(word).orElseThrow(() -> new IllegalArgumentException(word));
        }
        CqlType first = type(false);
        CqlType type = switch (word) {
            case "frozen" -> first;
            case "list" -> new ListType(first, multiCell);
            case "set" -> new SetType(first, multiCell);
            case "map" -> {
                accept(',');
                yield new MapType(first, type(false), multiCell);
            }
            case "tuple" -> {
                accept(',');
                yield new TupleType(List.of(first, type(false)));
            }
            default -> throw new IllegalArgumentException(word);
        };
        if (!accept('>')) {
            throw new IllegalArgumentException(text + " at " + at);
        }
        return type;
    }

    private String word() {
        skipSpaces();
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean accept(char wanted) {
        skipSpaces();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
