package org.helenus.query.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.helenus.query.NodeDescription;
import org.helenus.query.TextCases;
import org.helenus.query.VirtualTable;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.Wire;
import org.junit.jupiter.api.Test;

class SystemTablesTest {
    private static final UserType POINT =
            new UserType("ks", "point", List.of("x", "Y"), List.of(NativeType.INT, NativeType.TEXT), true);

    private final Schema schema = Schema.EMPTY
            .apply(SystemTables.missing(Schema.EMPTY))
            .apply(List.of(
                    new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                    new SchemaChange.PutType(POINT),
                    new SchemaChange.PutTable(TableMetadata.builder(new TableId(new UUID(0, 7)), "ks", "t")
                            .partitionKey("k", NativeType.INT)
                            .clustering("c", NativeType.TEXT, true)
                            .staticColumn("S", NativeType.INT)
                            .regular("v", new ListType(POINT.freeze(), true))
                            .regular("gone", NativeType.INT)
                            .drop("gone", 5_000_000)
                            .options(TableOptions.DEFAULTS.with(Map.of("comment", "hello", "cdc", "true")))
                            .build())));

    private final SystemTables tables =
            new SystemTables(NodeDescription.local(new UUID(0, 1), 9042), SystemSources.ofSchema(() -> schema));

    private record Told(TableMetadata table, List<List<String>> rows) {}

    private Told read(String keyspace, String name, String... partitions) {
        VirtualTable table = tables.table(keyspace, name).orElseThrow();
        var wanted = new ArrayList<byte[]>();
        for (String partition : partitions) {
            wanted.add(Wire.ofText(partition));
        }
        var rows = new ArrayList<List<String>>();
        table.rows(wanted, values -> {
            var row = new ArrayList<String>();
            for (int i = 0; i < values.length; i++) {
                CqlType type = table.metadata().columns().get(i).type();
                if (values[i] != null) {
                    type.validate(values[i], 0, values[i].length);
                }
                String text = Optional.ofNullable(values[i]).map(type::format).orElse("null");
                row.add(text.equals(schema.version().toString()) ? "<the schema's>" : text);
            }
            rows.add(row);
        });
        return new Told(table.metadata(), rows);
    }

    /// A case: `keyspace.table`, maybe a partition; answered by each row, column by column.
    @Test
    void rows() throws IOException {
        TextCases.check("system-tables.txt", lines -> {
            String[] words = lines.getFirst().split("[. ]", -1);
            Told told = words.length > 2 ? read(words[0], words[1], words[2]) : read(words[0], words[1]);
            var answer = new ArrayList<String>();
            for (List<String> row : told.rows()) {
                var parts = new ArrayList<String>();
                for (int i = 0; i < row.size(); i++) {
                    parts.add(told.table().columns().get(i).name() + "=" + row.get(i));
                }
                answer.add(String.join(" ", parts));
            }
            return answer.isEmpty() ? "no rows" : String.join("\n", answer);
        });
    }

    @Test
    void everyTableCanBeReadAndIsDescribed() {
        var described = new ArrayList<String>();
        read(SystemTables.SCHEMA, "tables").rows().forEach(row -> described.add(row.get(0) + row.get(1)));
        read(SystemTables.VIRTUAL_SCHEMA, "tables").rows().forEach(row -> described.add(row.get(0) + row.get(1)));
        for (KeyspaceMetadata keyspace : tables.keyspaces().values()) {
            for (TableMetadata table : keyspace.tables().values()) {
                Told told = read(keyspace.name(), table.name());
                told.rows().forEach(row -> assertThat(row).hasSameSizeAs(table.columns()));
                assertThat(described).contains("'" + keyspace.name() + "''" + table.name() + "'");
            }
        }
        assertThat(described).contains("'system_traces''sessions'", "'ks''t'").doesNotHaveDuplicates();
    }

    @Test
    void columnsTellEveryColumnOfEveryTable() {
        long stored = read(SystemTables.SCHEMA, "columns").rows().size();
        long expected = tables.stored(schema).stream()
                .flatMap(keyspace -> keyspace.tables().values().stream())
                .mapToLong(table -> table.columns().size())
                .sum();
        assertThat(stored).isEqualTo(expected);
    }

    @Test
    void theTraceTablesAreMadeOnce() {
        assertThat(SystemTables.missing(schema)).isEmpty();
        assertThat(schema.table("system_traces", "events")).isPresent();
    }

    @Test
    void idsStayFromStartToStart() {
        var again = new SystemTables(NodeDescription.local(new UUID(9, 9), 1), SystemSources.ofSchema(() -> schema));
        assertThat(again.keyspaces()).isEqualTo(tables.keyspaces());
    }
}
