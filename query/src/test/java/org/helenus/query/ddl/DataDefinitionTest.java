package org.helenus.query.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.helenus.cql.CqlParser;
import org.helenus.cql.CqlSyntaxException;
import org.helenus.cql.tree.Describe;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.cql.tree.Statement;
import org.helenus.query.NodeDescription;
import org.helenus.query.Outcome;
import org.helenus.query.SchemaStatements.Definition;
import org.helenus.query.TextCases;
import org.helenus.query.VirtualTable;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.system.SystemSources;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.Schema;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.type.Wire;
import org.junit.jupiter.api.Test;

/// Statements about the schema, one after the other. A case is one statement; answered by what it changed and what the
/// client hears, or by the error; for `DESCRIBE` by its rows. `USE ks` sets the keyspace of what follows.
class DataDefinitionTest {
    private Schema schema = Schema.EMPTY;
    private Optional<String> keyspace = Optional.empty();
    private long nowMicros = 1_000_000;
    private int tables = 1;

    private final NodeDescription node = NodeDescription.local(new UUID(0, 1), 9042);
    private final SystemTables systemTables = new SystemTables(node, SystemSources.ofSchema(() -> schema));
    private final DataDefinition definitions =
            new DataDefinition(node, systemTables, () -> nowMicros++, () -> new UUID(0, tables++), Guardrails.NONE);

    @Test
    void keyspaces() throws IOException {
        TextCases.check("ddl-keyspaces.txt", this::answer);
    }

    @Test
    void tables() throws IOException {
        TextCases.check("ddl-tables.txt", this::answer);
    }

    @Test
    void types() throws IOException {
        TextCases.check("ddl-types.txt", this::answer);
    }

    @Test
    void descriptions() throws IOException {
        TextCases.check("ddl-describe.txt", this::answer);
    }

    private String answer(List<String> lines) {
        String cql = String.join("\n", lines);
        if (cql.startsWith("USE ")) {
            keyspace = Optional.of(cql.substring(4)).filter(name -> !name.equals("nothing"));
            return "now in " + cql.substring(4);
        }
        try {
            return answer(CqlParser.parse(cql));
        } catch (CqlSyntaxException | CqlException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private String answer(Statement statement) {
        return switch (statement) {
            case Describe describe -> told(definitions.describe(describe, keyspace, schema));
            case SchemaStatement change -> told(definitions.define(change, keyspace, schema));
            default -> throw new AssertionError(statement);
        };
    }

    private String told(Definition definition) {
        schema = schema.apply(definition.changes());
        return switch (definition.outcome()) {
            case Outcome.Done _ -> {
                assertThat(definition.changes()).isEmpty();
                yield "nothing changed";
            }
            case Outcome.SchemaChanged changed -> {
                var text = new StringBuilder(changed.change() + " " + changed.target() + " " + changed.keyspace()
                        + (changed.name().isEmpty() ? "" : "." + changed.name()));
                changed.warnings().forEach(warning -> text.append("\nwarning: ").append(warning));
                yield text.toString();
            }
            default -> throw new AssertionError(definition.outcome());
        };
    }

    private static String told(VirtualTable table) {
        var text = new ArrayList<String>();
        text.add(String.join(
                " | ",
                table.metadata().columns().stream().map(column -> column.name()).toList()));
        table.rows(List.of(), values -> {
            var row = new ArrayList<String>();
            for (int i = 0; i < values.length; i++) {
                var type = table.metadata().columns().get(i).type();
                row.add(type.cqlName().equals("text") ? Wire.toText(values[i]) : type.format(values[i]));
            }
            text.add(String.join(" | ", row));
        });
        return String.join("\n", text);
    }

    /// What `DESCRIBE` tells makes the same schema again, down to the ids.
    @Test
    void descriptionsAreAcceptedBack() {
        for (String cql : List.of(
                "CREATE KEYSPACE \"Ks\" WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}"
                        + " AND durable_writes = false",
                "CREATE TYPE \"Ks\".z (a int, \"B\" frozen<list<text>>)",
                "CREATE TYPE \"Ks\".a (inner frozen<z>)",
                "CREATE TABLE \"Ks\".t (k int, \"select\" text, c timeuuid, s text static, v map<text, frozen<a>>,"
                        + " gone int, back int, PRIMARY KEY ((k, \"select\"), c)) WITH CLUSTERING ORDER BY (c DESC)"
                        + " AND comment = 'it''s' AND gc_grace_seconds = 5"
                        + " AND compression = {'class': 'ZstdCompressor', 'compression_level': '7'}"
                        + " AND compaction = {'class': 'LeveledCompactionStrategy'}",
                "ALTER TABLE \"Ks\".t DROP gone",
                "ALTER TABLE \"Ks\".t DROP back",
                "ALTER TABLE \"Ks\".t ADD back int",
                "CREATE TABLE \"Ks\".plain (k int PRIMARY KEY, v vector<float, 3>)",
                "CREATE TABLE \"Ks\".counters (k int PRIMARY KEY, n counter)")) {
            answer(CqlParser.parse(cql));
        }
        Schema before = schema;
        var statements = new ArrayList<String>();
        definitions
                .describe((Describe) CqlParser.parse("DESCRIBE SCHEMA WITH INTERNALS"), Optional.empty(), schema)
                .rows(List.of(), values -> statements.add(Wire.toText(values[3])));
        schema = Schema.EMPTY;
        for (String statement : statements) {
            CqlParser.split(statement).forEach(one -> answer(CqlParser.parse(one.text())));
        }
        assertThat(schema.keyspaces().keySet()).isEqualTo(before.keyspaces().keySet());
        var now = schema.keyspace("Ks").orElseThrow();
        var then = before.keyspace("Ks").orElseThrow();
        assertThat(now.types()).isEqualTo(then.types());
        assertThat(now.replication()).isEqualTo(then.replication());
        then.tables().forEach((name, table) -> {
            var again = now.tables().get(name);
            assertThat(again.id()).isEqualTo(table.id());
            assertThat(again.options()).isEqualTo(table.options());
            assertThat(again.columns().stream().map(column -> column.name() + column.type() + column.kind()))
                    .isEqualTo(table.columns().stream()
                            .map(column -> column.name() + column.type() + column.kind())
                            .toList());
            table.droppedColumns()
                    .forEach((column, dropped) -> assertThat(
                                    again.droppedColumns().get(column).droppedAtMicros())
                            .isEqualTo(dropped.droppedAtMicros()));
        });
    }
}
