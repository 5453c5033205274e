package org.helenus.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.schema.ClusteringOrder;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.token.TokenRange;
import com.datastax.oss.driver.api.core.type.DataTypes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// Metadata as the driver sees it, and definitions that a second session hears of.
class SchemaTest extends InKeyspace {
    private KeyspaceMetadata mine() {
        return session.getMetadata().getKeyspace(keyspace).orElseThrow();
    }

    @Test
    void keyspaces() {
        assertThat(mine().isDurableWrites()).isTrue();
        assertThat(mine().isVirtual()).isFalse();
        assertThat(mine().getReplication())
                .containsEntry("class", "org.apache.cassandra.locator.SimpleStrategy")
                .containsEntry("replication_factor", "1");
    }

    @Test
    void systemKeyspaces() {
        // The driver leaves these out unless it is told not to.
        try (var all = Server.open(options ->
                options.withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of()))) {
            var keyspaces = all.getMetadata().getKeyspaces();
            var virtual = keyspaces.get(CqlIdentifier.fromCql("system_virtual_schema"));
            assertThat(virtual.isVirtual()).isTrue();
            assertThat(virtual.getTable("columns")).isPresent();
            var schema = keyspaces.get(CqlIdentifier.fromCql("system_schema"));
            assertThat(schema.isVirtual()).isFalse();
            assertThat(schema.getTable("columns").orElseThrow().getPrimaryKey()).hasSize(3);
            assertThat(keyspaces.get(CqlIdentifier.fromCql("system")).getTable("local"))
                    .isPresent();
        }
    }

    @Test
    void tables() {
        session.execute("CREATE TYPE address (street text, zip int, tags frozen<set<text>>)");
        session.execute("CREATE TABLE shape (country text, city text, day date, seq int, owner text static, v int,"
                + " home frozen<address>, score map<text, frozen<list<int>>>, pair tuple<int, text>,"
                + " near vector<float, 3>, PRIMARY KEY ((country, city), day, seq))"
                + " WITH CLUSTERING ORDER BY (day DESC, seq ASC) AND comment = 'a shape' AND gc_grace_seconds = 1234"
                + " AND compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '80'}");
        var table = mine().getTable("shape").orElseThrow();
        assertThat(table.getPartitionKey())
                .extracting(column -> column.getName().asInternal())
                .containsExactly("country", "city");
        assertThat(table.getClusteringColumns().values()).containsExactly(ClusteringOrder.DESC, ClusteringOrder.ASC);
        assertThat(table.getColumn("owner").orElseThrow().isStatic()).isTrue();
        assertThat(table.getColumn("score").orElseThrow().getType())
                .isEqualTo(DataTypes.mapOf(DataTypes.TEXT, DataTypes.frozenListOf(DataTypes.INT)));
        assertThat(table.getColumn("pair").orElseThrow().getType())
                .isEqualTo(DataTypes.tupleOf(DataTypes.INT, DataTypes.TEXT));
        assertThat(table.getColumn("near").orElseThrow().getType()).isEqualTo(DataTypes.vectorOf(DataTypes.FLOAT, 3));
        var address = mine().getUserDefinedType("address").orElseThrow();
        assertThat(table.getColumn("home").orElseThrow().getType()).isEqualTo(address.copy(true));
        assertThat(address.getFieldTypes())
                .containsExactly(DataTypes.TEXT, DataTypes.INT, DataTypes.frozenSetOf(DataTypes.TEXT));
        assertThat(table.getOptions())
                .containsEntry(CqlIdentifier.fromCql("comment"), "a shape")
                .containsEntry(CqlIdentifier.fromCql("gc_grace_seconds"), 1234);
        assertThat(table.getOptions().get(CqlIdentifier.fromCql("compaction")))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
                .containsEntry("sstable_size_in_mb", "80");

        // What the driver prints of it makes the same table again.
        session.execute(table.describe(false).replaceFirst("\\.\"?shape\"?", ".again"));
        var again = mine().getTable("again").orElseThrow();
        assertThat(again.getColumns().values().stream()
                        .map(column -> column.getType().asCql(true, false))
                        .toList())
                .isEqualTo(table.getColumns().values().stream()
                        .map(column -> column.getType().asCql(true, false))
                        .toList());
    }

    @Test
    void tokenMap() {
        session.execute("CREATE TABLE tokens (k int PRIMARY KEY)");
        var map = session.getMetadata().getTokenMap().orElseThrow();
        assertThat(map.getPartitionerName()).endsWith("Murmur3Partitioner");
        assertThat(map.getTokenRanges()).isNotEmpty();
        for (int k = 0; k < 50; k++) {
            session.execute("INSERT INTO tokens (k) VALUES (?)", k);
        }
        for (var row : session.execute("SELECT k, token(k) AS t FROM tokens")) {
            var key = ByteBuffer.allocate(4).putInt(0, row.getInt("k"));
            assertThat(map.newToken(key)).isEqualTo(row.getToken("t"));
            assertThat(map.getReplicas(keyspace, key)).hasSize(1);
        }
        // The ranges, unwrapped, cover each row once.
        int found = 0;
        for (var range : map.getTokenRanges()) {
            for (TokenRange part : range.unwrap()) {
                found += session.execute(
                                "SELECT k FROM tokens WHERE token(k) > ? AND token(k) <= ?",
                                part.getStart(),
                                part.getEnd())
                        .all()
                        .size();
            }
        }
        assertThat(found).isEqualTo(50);
    }

    /// Every change, as a second session is told of it.
    @Test
    void events() {
        var name = keyspace + "_event";
        var listener = new HeardChanges(name);
        var changes = List.of(
                new Change(
                        "CREATE KEYSPACE %s WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
                        "keyspace created"),
                new Change("ALTER KEYSPACE %s WITH durable_writes = false", "keyspace updated, durable writes false"),
                new Change("CREATE TYPE %s.point (x int)", "type created [x]"),
                new Change("ALTER TYPE %s.point ADD y int", "type updated [x, y]"),
                new Change("CREATE TABLE %s.t (k int PRIMARY KEY)", "table created t"),
                new Change("ALTER TABLE %s.t ADD v int", "table updated [k, v]"),
                new Change("ALTER TABLE %s.t DROP v", "table updated [k]"),
                new Change("DROP TABLE %s.t", "table dropped t"),
                new Change("DROP TYPE %s.point", "type dropped point"),
                new Change("DROP KEYSPACE %s", "keyspace dropped"));
        try (var other = Server.builder(options -> options)
                .addSchemaChangeListener(listener)
                .build()) {
            assertThat(other.isSchemaMetadataEnabled()).isTrue();
            var expected = new ArrayList<String>();
            for (var change : changes) {
                var result = session.execute(change.statement.formatted(name));
                assertThat(result.getExecutionInfo().isSchemaInAgreement()).isTrue();
                expected.add(change.event);
                eventually(change.event, () -> listener.heard().equals(expected));
            }
        }
    }

    private record Change(String statement, String event) {}

    @Test
    void theSchemaVersionMovesOnlyOnAChange() {
        var query = "SELECT schema_version FROM system.local WHERE key = 'local'";
        var before = one(query).getUuid(0);
        session.execute("CREATE TABLE moved (k int PRIMARY KEY)");
        var created = one(query).getUuid(0);
        assertThat(created).isNotEqualTo(before);
        session.execute("CREATE TABLE IF NOT EXISTS moved (k int PRIMARY KEY)");
        assertThat(one(query).getUuid(0)).isEqualTo(created);
        assertThat(session.checkSchemaAgreement()).isTrue();
    }

    @Test
    void aRefreshSeesTheSame() {
        Metadata refreshed = session.refreshSchema();
        assertThat(refreshed.getKeyspace(keyspace)).isPresent();
    }
}
