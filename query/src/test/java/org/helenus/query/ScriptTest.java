package org.helenus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.helenus.query.guardrail.Feature;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Limit;
import org.helenus.query.guardrail.Listing;
import org.helenus.query.guardrail.Quantity;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.encoding.RowSplit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Scripts of statements with their answers. A case is a statement, `----`, and what it came to; cases are separated
/// by empty lines, lines with `#` above a case are comments. `-Drewrite=true` writes the answers, and we review the
/// difference.
///
/// Before a statement may stand, each on a line of its own:
/// - `@values a | b`: prepare it and execute it with these values; `null`, `unset`, `0x…`, or the text of a constant
/// - `@prepare`: only prepare it, and show what a client learns
/// - `@page n`: in pages of n rows, divided by `-- page`
/// - `@advance PT10S`: let time pass first
/// - `@flush`: write what is in memory to files first
/// - `@restart`: close and open the database first
/// - `@level ALL`: the consistency level
/// - `@limit keyspaces 1 3`, `@without group_by` (or `unsafe_expiration`), `@warn zero_ttl_on_twcs`, `@list
///   table_properties warned | ignored | disallowed`: a guardrail from here on
/// - `@tombstones 3 6`, `@batches 1000 2000 3`: from where on is warned and refused
class ScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/org/helenus/query");

    private static final Pattern CASES = Pattern.compile("\n\n+");
    private static final Pattern VALUES = Pattern.compile(" \\| ");

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return scripts(StorageOptions.DEFAULTS);
    }

    /// The answers are the same when each element is an entry of its own.
    @TestFactory
    Stream<DynamicTest> scriptsWithRowsInManyEntries() throws IOException {
        return scripts(StorageOptions.DEFAULTS.withRowSplit(new RowSplit(0, 1)));
    }

    private static Stream<DynamicTest> scripts(StorageOptions options) throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
            assertThat(sorted).isNotEmpty();
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file, options)));
        }
    }

    private static void check(Path file, StorageOptions options) throws IOException {
        String script = Files.readString(file);
        var answered = new StringBuilder();
        try (var database = new Database(Runnable::run, options)) {
            for (String part : CASES.split(script.strip(), -1)) {
                List<String> lines = part.lines().toList();
                int divider = lines.indexOf("----");
                List<String> input = divider < 0 ? lines : lines.subList(0, divider);
                answered.append(answered.isEmpty() ? "" : "\n");
                input.forEach(line -> answered.append(line).append('\n'));
                answered.append("----\n").append(answer(database, input));
            }
        }
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, answered);
        } else {
            assertThat(answered.toString()).isEqualTo(script);
        }
    }

    private static String answer(Database database, List<String> input) {
        Optional<List<String>> values = Optional.empty();
        int pageSize = 0;
        boolean prepare = false;
        var level = ConsistencyLevel.ONE;
        var cql = new ArrayList<String>();
        for (String line : input) {
            if (line.startsWith("@values")) {
                values = Optional.of(VALUES.splitAsStream(line.substring(7).strip())
                        .filter(value -> !value.isEmpty())
                        .toList());
            } else if (line.equals("@prepare")) {
                prepare = true;
            } else if (line.startsWith("@page ")) {
                pageSize = Integer.parseInt(line.substring(6).strip());
            } else if (line.startsWith("@advance ")) {
                database.advance(Duration.parse(line.substring(9).strip()));
            } else if (line.equals("@flush")) {
                io(database::flush);
            } else if (line.equals("@restart")) {
                io(database::restart);
            } else if (line.startsWith("@level ")) {
                level = ConsistencyLevel.valueOf(line.substring(7).strip());
            } else if (line.startsWith("@")) {
                database.queries(settings(line.substring(1), database.queries()));
            } else if (!line.startsWith("#")) {
                cql.add(line);
            }
        }
        try {
            if (prepare) {
                return describe(
                        database.processor().prepare(String.join("\n", cql), database.session, Optional.empty()));
            }
            return answer(database, String.join("\n", cql), values, pageSize, level);
        } catch (CqlException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage() + "\n";
        }
    }

    private interface Io {
        void run() throws IOException;
    }

    private static void io(Io action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static QueryOptions settings(String line, QueryOptions before) {
        String[] words = line.split(" ", 3);
        String name = words.length > 1 ? words[1] : "";
        Guardrails guardrails = before.guardrails();
        return switch (words[0]) {
            case "limit" -> {
                String[] limits = words[2].split(" ", -1);
                var limit = new Limit(Long.parseLong(limits[0]), Long.parseLong(limits[1]));
                yield before.with(guardrails.with(Quantity.valueOf(name.toUpperCase(Locale.ROOT)), limit));
            }
            case "without" ->
                before.with(
                        name.equals("unsafe_expiration")
                                ? guardrails.withoutUnsafeExpiration()
                                : guardrails.without(feature(name)));
            case "warn" -> before.with(guardrails.withWarning(feature(name)));
            case "list" -> {
                List<Set<String>> sets = Arrays.stream(words[2].split("\\|", -1))
                        .map(set -> (Set<String>)
                                new LinkedHashSet<>(Arrays.stream(set.strip().split(" +"))
                                        .filter(value -> !value.isEmpty())
                                        .toList()))
                        .toList();
                yield before.with(guardrails.with(
                        Listing.valueOf(name.toUpperCase(Locale.ROOT)),
                        new Listing.Values(sets.get(0), sets.get(1), sets.get(2))));
            }
            case "tombstones" ->
                limits(
                        before,
                        List.of(
                                before.batchWarnBytes(),
                                before.batchFailBytes(),
                                before.unloggedBatchWarnPartitions(),
                                Integer.parseInt(name),
                                Integer.parseInt(words[2])));
            case "batches" -> {
                String[] rest = words[2].split(" ", -1);
                yield limits(
                        before,
                        List.of(
                                Integer.parseInt(name),
                                Integer.parseInt(rest[0]),
                                Integer.parseInt(rest[1]),
                                before.tombstoneWarn(),
                                before.tombstoneFail()));
            }
            default -> throw new IllegalArgumentException(line);
        };
    }

    private static Feature feature(String name) {
        return Arrays.stream(Feature.values())
                .filter(feature -> feature.guardrail().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static QueryOptions limits(QueryOptions before, List<Integer> limits) {
        return new QueryOptions(
                before.preparedStatementsBytes(),
                before.loopRows(),
                limits.get(0),
                limits.get(1),
                limits.get(2),
                limits.get(3),
                limits.get(4),
                before.maxMutationBytes(),
                before.guardrails());
    }

    private static String answer(
            Database database, String cql, Optional<List<String>> values, int pageSize, ConsistencyLevel level) {
        var text = new StringBuilder();
        Optional<Prepared> prepared = Optional.empty();
        Parameters parameters = Parameters.PLAIN;
        if (values.isPresent()) {
            Prepared known = database.processor().prepare(cql, database.session, Optional.empty());
            parameters = Parameters.of(Database.bind(known.variables(), values.get()));
            prepared = Optional.of(known);
        }
        byte[] state = {};
        while (true) {
            Parameters page = parameters.withPage(pageSize, state).withConsistency(level);
            Outcome outcome = prepared.isPresent() ? database.execute(prepared.get(), page) : database.run(cql, page);
            text.append(describe(outcome));
            if (!(outcome instanceof Outcome.Rows rows) || rows.pagingState().isEmpty()) {
                return text.toString();
            }
            text.append("-- page\n");
            state = rows.pagingState().get();
        }
    }

    private static String describe(Prepared prepared) {
        return "variables: " + specs(prepared.variables()) + "\npartition key: "
                + Arrays.toString(prepared.partitionKeyIndexes()) + "\nresult: " + specs(prepared.resultColumns())
                + "\n"
                + (prepared.conditional() ? "conditional\n" : "");
    }

    private static String specs(List<ColumnSpec> specs) {
        return specs.stream()
                .map(spec -> spec.name() + " " + spec.type().cqlName())
                .collect(Collectors.joining(", "));
    }

    private static String describe(Outcome outcome) {
        String warnings = outcome.warnings().stream()
                .map(warning -> "warning: " + warning + "\n")
                .collect(Collectors.joining());
        return warnings
                + switch (outcome) {
                    case Outcome.Done _ -> "done\n";
                    case Outcome.KeyspaceSet set -> "using " + set.keyspace() + "\n";
                    case Outcome.SchemaChanged changed ->
                        changed.change() + " " + changed.target() + " " + changed.keyspace()
                                + (changed.name().isEmpty() ? "" : "." + changed.name()) + "\n";
                    case Outcome.Rows rows -> table(rows);
                };
    }

    private static String table(Outcome.Rows rows) {
        String header = rows.columns().stream()
                .map(column -> column.name() + " " + column.type().cqlName())
                .collect(Collectors.joining(" | "));
        String body = Database.rows(rows).stream()
                .map(row -> String.join(" | ", row) + "\n")
                .collect(Collectors.joining());
        return "[" + header + "]\n" + body;
    }
}
