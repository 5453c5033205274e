package org.helenus.tools.shell;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.protocol.client.Page;

/// The answers to `DESCRIBE` as lines: names in columns under their keyspace, statements as they are, the cluster's
/// facts. Which it is, the columns of the answer tell.
final class Describer {
    private Describer() {}

    /// @param keyspace the current one: its name needs no heading
    static List<String> lines(List<Page> pages, Optional<String> keyspace) {
        var rows = new ArrayList<List<String>>();
        for (var page : pages) {
            for (int row = 0; row < page.rowCount(); row++) {
                rows.add(texts(page, row));
            }
        }
        var columns =
                pages.getFirst().columns().stream().map(column -> column.name()).toList();
        if (columns.contains("cluster")) {
            return cluster(pages.getFirst(), columns);
        }
        int statement = columns.indexOf("create_statement");
        if (statement >= 0) {
            return statements(rows, statement);
        }
        boolean keyspaces = !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> row.get(columns.indexOf("type")).equals("keyspace"));
        return keyspaces ? keyspaces(rows, columns.indexOf("name")) : names(rows, columns, keyspace);
    }

    private static List<String> statements(List<List<String>> rows, int column) {
        var lines = new ArrayList<String>();
        for (var row : rows) {
            lines.add("");
            lines.add(row.get(column));
        }
        return lines;
    }

    private static List<String> keyspaces(List<List<String>> rows, int column) {
        var names = rows.stream().map(row -> row.get(column)).toList();
        var lines = new ArrayList<String>();
        lines.add("");
        lines.addAll(NameColumns.lines(names));
        lines.add("");
        return lines;
    }

    /// The rows come ordered by keyspace.
    private static List<String> names(List<List<String>> rows, List<String> columns, Optional<String> keyspace) {
        var lines = new ArrayList<String>();
        int from = 0;
        while (from < rows.size()) {
            var owner = rows.get(from).get(columns.indexOf("keyspace_name"));
            var names = new ArrayList<String>();
            while (from < rows.size()
                    && rows.get(from).get(columns.indexOf("keyspace_name")).equals(owner)) {
                names.add(rows.get(from++).get(columns.indexOf("name")));
            }
            lines.add("");
            if (keyspace.isEmpty()) {
                lines.add("Keyspace " + owner);
                lines.add("---------" + "-".repeat(owner.length()));
            }
            lines.addAll(NameColumns.lines(names));
        }
        if (!rows.isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    private static List<String> cluster(Page page, List<String> columns) {
        var lines = new ArrayList<String>();
        for (int row = 0; row < page.rowCount(); row++) {
            var facts = texts(page, row);
            lines.add("");
            lines.add("Cluster: " + facts.get(columns.indexOf("cluster")));
            lines.add("Partitioner: " + facts.get(columns.indexOf("partitioner")));
            lines.add("Snitch: " + facts.get(columns.indexOf("snitch")));
            lines.add("");
            int ownership = columns.indexOf("range_ownership");
            if (ownership >= 0) {
                lines.add("Range ownership:");
                page.value(row, ownership).ifPresent(bytes -> lines.addAll(ranges(bytes)));
                lines.add("");
            }
        }
        return lines;
    }

    /// A `map<text, list<text>>`: the end of each range and the nodes that own it.
    private static List<String> ranges(byte[] map) {
        var in = ByteBuffer.wrap(map);
        var lines = new ArrayList<String>();
        for (int entries = in.getInt(); entries > 0; entries--) {
            var token = text(in);
            in.getInt();
            var nodes = new ArrayList<String>();
            for (int count = in.getInt(); count > 0; count--) {
                nodes.add(text(in));
            }
            lines.add(" %39s  [%s]".formatted(token, String.join(", ", nodes)));
        }
        return lines;
    }

    private static String text(ByteBuffer in) {
        var bytes = new byte[Math.min(in.getInt(), in.remaining())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> texts(Page page, int row) {
        return page.row(row).stream()
                .map(value -> value.map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .orElse(""))
                .toList();
    }
}
