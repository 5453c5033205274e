package org.helenus.tools.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.helenus.cql.CqlPrinter;
import org.helenus.schema.request.ConsistencyLevel;

/// What may follow in a statement, guessed from the words before: statements and commands at its start, tables after
/// `FROM`, columns of the table that is named, keywords.
final class Completion {
    private static final List<String> STARTS = List.of(
            "ALTER",
            "BEGIN",
            "CREATE",
            "DELETE",
            "DROP",
            "GRANT",
            "INSERT",
            "LIST",
            "REVOKE",
            "SELECT",
            "TRUNCATE",
            "UPDATE",
            "USE",
            "CAPTURE",
            "CLEAR",
            "CONSISTENCY",
            "DESCRIBE",
            "EXIT",
            "EXPAND",
            "HELP",
            "PAGING",
            "SERIAL",
            "SHOW",
            "SOURCE",
            "TRACING");
    private static final List<String> OBJECTS = List.of(
            "AGGREGATE", "FUNCTION", "INDEX", "KEYSPACE", "MATERIALIZED", "ROLE", "TABLE", "TRIGGER", "TYPE", "USER");
    private static final List<String> DESCRIBED =
            List.of("AGGREGATES", "CLUSTER", "FULL", "FUNCTIONS", "KEYSPACES", "ONLY", "SCHEMA", "TABLES", "TYPES");
    private static final List<String> KEYWORDS = List.of(
            "ALLOW",
            "AND",
            "APPLY",
            "AS",
            "ASC",
            "BATCH",
            "BY",
            "CONTAINS",
            "DESC",
            "DISTINCT",
            "EXISTS",
            "FILTERING",
            "FROM",
            "GROUP",
            "IF",
            "IN",
            "INTO",
            "IS",
            "JSON",
            "KEY",
            "LIKE",
            "LIMIT",
            "NOT",
            "NULL",
            "ORDER",
            "PARTITION",
            "PER",
            "PRIMARY",
            "SET",
            "STATIC",
            "TIMESTAMP",
            "TO",
            "TOKEN",
            "TTL",
            "USING",
            "VALUES",
            "WHERE",
            "WITH");
    private static final Pattern TABLE =
            Pattern.compile("(?i)\\b(?:FROM|INTO|UPDATE|TABLE|ON)\\s+(?:(\"[^\"]+\"|\\w+)\\.)?(\"[^\"]+\"|\\w+)");

    private Completion() {}

    /// @param before the statement up to the word that is being written
    /// @param word the beginning of that word
    /// @param keyspace the current one
    static List<String> candidates(String before, String word, Optional<String> keyspace, Catalog catalog) {
        var words = before.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        var last = words[words.length - 1];
        var first = words[0];
        var candidates = new TreeSet<String>();
        if (before.isBlank()) {
            candidates.addAll(STARTS);
        } else if (word.contains(".")) {
            addTables(candidates, word.substring(0, word.lastIndexOf('.')), catalog);
        } else {
            switch (last) {
                case "USE", "KEYSPACE" -> names(catalog.keyspaces()).forEach(candidates::add);
                case "CREATE", "ALTER", "DROP" -> candidates.addAll(OBJECTS);
                case "CONSISTENCY" -> addLevels(candidates, first.equals("SERIAL"));
                case "SERIAL" -> candidates.add("CONSISTENCY");
                case "SHOW" -> candidates.addAll(List.of("HOST", "SESSION", "VERSION"));
                case "EXPAND", "PAGING", "TRACING" -> candidates.addAll(List.of("OFF", "ON"));
                case "FROM", "INTO", "UPDATE", "TABLE", "TRUNCATE", "ON", "DESCRIBE", "DESC" -> {
                    keyspace.ifPresent(name -> names(catalog.tables(name)).forEach(candidates::add));
                    names(catalog.keyspaces()).forEach(candidates::add);
                    if (last.startsWith("DESC")) {
                        candidates.addAll(DESCRIBED);
                        candidates.addAll(OBJECTS);
                    }
                }
                default -> {
                    addColumns(candidates, before, keyspace, catalog);
                    candidates.addAll(KEYWORDS);
                }
            }
        }
        return matching(candidates, word);
    }

    private static void addTables(TreeSet<String> candidates, String keyspace, Catalog catalog) {
        for (var table : names(catalog.tables(unquoted(keyspace)))) {
            candidates.add(keyspace + "." + table);
        }
    }

    private static void addLevels(TreeSet<String> candidates, boolean serialOnly) {
        for (var level : ConsistencyLevel.values()) {
            if (level.isSerial() || !serialOnly) {
                candidates.add(level.name());
            }
        }
    }

    private static void addColumns(
            TreeSet<String> candidates, String before, Optional<String> current, Catalog catalog) {
        var matcher = TABLE.matcher(before);
        if (!matcher.find()) {
            return;
        }
        var keyspace =
                Optional.ofNullable(matcher.group(1)).map(Completion::unquoted).or(() -> current);
        var table = unquoted(matcher.group(2));
        keyspace.ifPresent(name ->
                names(List.copyOf(catalog.columns(name, table).keySet())).forEach(candidates::add));
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1) : name.toLowerCase(Locale.ROOT);
    }

    private static List<String> names(List<String> raw) {
        var names = new ArrayList<String>();
        for (var name : raw) {
            names.add(CqlPrinter.name(name));
        }
        return names;
    }

    /// Keywords match in any case and come in the case that was begun.
    private static List<String> matching(TreeSet<String> candidates, String word) {
        boolean lower = !word.isEmpty() && word.equals(word.toLowerCase(Locale.ROOT));
        var matching = new ArrayList<String>();
        for (var candidate : candidates) {
            boolean keyword = isKeyword(candidate);
            var shown = keyword && lower ? candidate.toLowerCase(Locale.ROOT) : candidate;
            if (shown.regionMatches(keyword, 0, word, 0, word.length())) {
                matching.add(shown);
            }
        }
        return matching;
    }

    private static boolean isKeyword(String candidate) {
        return !candidate.startsWith("\"") && candidate.equals(candidate.toUpperCase(Locale.ROOT));
    }
}
