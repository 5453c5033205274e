package org.helenus.query.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.helenus.query.NodeDescription;
import org.helenus.query.VirtualTable.RowSink;
import org.helenus.schema.TableMetadata;

/// `system`: this node. Tables about other nodes, repairs, views and indexes are there with their columns and without
/// rows.
final class SystemKeyspace {
    private final NodeDescription node;
    private final SystemSources sources;

    private SystemKeyspace(NodeDescription node, SystemSources sources) {
        this.node = node;
        this.sources = sources;
    }

    static List<GeneratedTable> tables(NodeDescription node, SystemSources sources) {
        var keyspace = new SystemKeyspace(node, sources);
        var tables = new ArrayList<GeneratedTable>();
        keyspace.live(tables);
        empty(
                tables,
                "peers",
                "information about known peers in the cluster",
                "peer inet;; data_center text, host_id uuid,"
                        + " preferred_ip inet, rack text, release_version text, rpc_address inet, schema_version uuid, tokens set<text>");
        empty(
                tables,
                "peers_v2",
                "information about known peers in the cluster",
                "peer inet; peer_port int;"
                        + " data_center text, host_id uuid, preferred_ip inet, preferred_port int, rack text, release_version text,"
                        + " native_address inet, native_port int, schema_version uuid, tokens set<text>");
        empty(tables, "peer_events", "events related to peers", "peer inet;; hints_dropped map<timeuuid, int>");
        empty(
                tables,
                "peer_events_v2",
                "events related to peers",
                "peer inet; peer_port int; hints_dropped map<timeuuid, int>");
        empty(tables, "batches", "batches awaiting replay", "id timeuuid;; mutations list<blob>, version int");
        empty(
                tables,
                "paxos",
                "in-progress paxos proposals",
                "row_key blob; cf_id uuid; in_progress_ballot timeuuid,"
                        + " in_progress_read_ballot timeuuid, most_recent_commit blob, most_recent_commit_at timeuuid,"
                        + " most_recent_commit_version int, proposal blob, proposal_ballot timeuuid, proposal_version int");
        empty(
                tables,
                "paxos_repair_history",
                "paxos repair history",
                "keyspace_name text; table_name text;" + " points frozen<list<tuple<blob, timeuuid>>>");
        empty(tables, "IndexInfo", "built column indexes", "table_name text; index_name text; value blob");
        empty(tables, "built_views", "built views", "keyspace_name text; view_name text; status_replicated boolean");
        empty(
                tables,
                "view_builds_in_progress",
                "views builds current progress",
                "keyspace_name text; view_name text,"
                        + " start_token text, end_token text; last_token text, keys_built bigint");
        empty(
                tables,
                "sstable_activity_v2",
                "historic sstable read rates",
                "keyspace_name text, table_name text, id text;; rate_120m double, rate_15m double");
        empty(
                tables,
                "sstable_activity",
                "historic sstable read rates",
                "keyspace_name text, columnfamily_name text, generation int;; rate_120m double, rate_15m double");
        empty(
                tables,
                "available_ranges",
                "available keyspace/ranges during bootstrap/replace that are ready to be served",
                "keyspace_name text;; ranges set<blob>");
        empty(
                tables,
                "transferred_ranges",
                "record of transferred ranges for streaming operation",
                "operation text, keyspace_name text; peer inet; ranges set<blob>");
        empty(
                tables,
                "top_partitions",
                "Stores the top partitions",
                "keyspace_name text; table_name text, top_type text;"
                        + " top frozen<list<tuple<text, bigint>>>, last_update timestamp");
        empty(
                tables,
                "repairs",
                "repairs",
                "parent_id timeuuid;; started_at timestamp, last_update timestamp,"
                        + " repaired_at timestamp, state int, coordinator inet, coordinator_port int, participants set<inet>,"
                        + " participants_wp set<text>, ranges set<blob>, cfids set<uuid>");
        empty(
                tables,
                "available_ranges_v2",
                "available keyspace/ranges during bootstrap/replace that are ready to be served",
                "keyspace_name text;; full_ranges set<blob>, transient_ranges set<blob>");
        empty(
                tables,
                "transferred_ranges_v2",
                "record of transferred ranges for streaming operation",
                "operation text, keyspace_name text; peer inet, peer_port int; ranges set<blob>");
        return tables;
    }

    private static void empty(List<GeneratedTable> tables, String name, String comment, String columns) {
        tables.add(GeneratedTable.empty(TableText.table(SystemTables.SYSTEM, name, comment, columns)));
    }

    private static TableMetadata table(String name, String comment, String columns) {
        return TableText.table(SystemTables.SYSTEM, name, comment, columns);
    }

    private void live(List<GeneratedTable> tables) {
        tables.add(new GeneratedTable(
                table(
                        "local",
                        "information about the local node",
                        "key text;; bootstrapped text, broadcast_address inet,"
                                + " broadcast_port int, cluster_name text, cql_version text, data_center text,"
                                + " gossip_generation int, host_id uuid, listen_address inet, listen_port int,"
                                + " native_protocol_version text, partitioner text, rack text, release_version text,"
                                + " rpc_address inet, rpc_port int, schema_version uuid, tokens set<text>,"
                                + " truncated_at map<uuid, blob>"),
                this::local));
        tables.add(new GeneratedTable(
                table(
                        "prepared_statements",
                        "prepared statements",
                        "prepared_id blob;; logged_keyspace text, query_string text"),
                this::preparedStatements));
        String estimates = "mean_partition_size bigint, partitions_count bigint";
        tables.add(new GeneratedTable(
                table(
                        "size_estimates",
                        "per-table primary range size estimates",
                        "keyspace_name text; table_name text, range_start text, range_end text; " + estimates),
                (table, _, sink) -> estimates(table, List.of(), sink)));
        tables.add(new GeneratedTable(
                table(
                        "table_estimates",
                        "per-table range size estimates",
                        "keyspace_name text; table_name text," + " range_type text, range_start text, range_end text; "
                                + estimates),
                (table, _, sink) -> estimates(table, List.of("primary", "local_primary"), sink)));
    }

    /// Tables that are written like any other, and so are in the schema from the first start on.
    static List<TableMetadata> written() {
        var history = table(
                "compaction_history",
                "week-long compaction history",
                "id timeuuid;; bytes_in bigint, bytes_out bigint, columnfamily_name text, compacted_at timestamp,"
                        + " compaction_properties frozen<map<text, text>>, keyspace_name text,"
                        + " rows_merged map<int, bigint>");
        var options = history.options().with(Map.of("default_time_to_live", Integer.toString(7 * 24 * 3600)));
        return List.of(history.toBuilder().options(options).build());
    }

    private void local(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        new Row(table)
                .text("key", "local")
                .text("bootstrapped", "COMPLETED")
                .inet("broadcast_address", node.listenAddress())
                .number("broadcast_port", node.storagePort())
                .text("cluster_name", node.clusterName())
                .text("cql_version", NodeDescription.CQL_VERSION)
                .text("data_center", node.dataCenter())
                .number("gossip_generation", 0)
                .uuid("host_id", node.hostId())
                .inet("listen_address", node.listenAddress())
                .number("listen_port", node.storagePort())
                .text("native_protocol_version", "5")
                .text("partitioner", NodeDescription.PARTITIONER)
                .text("rack", node.rack())
                .text("release_version", node.releaseVersion())
                .inet("rpc_address", node.nativeAddress())
                .number("rpc_port", node.nativePort())
                .uuid("schema_version", sources.schema().version())
                .set("tokens", node.tokens())
                .tell(sink);
    }

    private void preparedStatements(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (var statement : sources.preparedStatements()) {
            new Row(table)
                    .wire("prepared_id", statement.id())
                    .text("logged_keyspace", statement.keyspace())
                    .text("query_string", statement.query())
                    .tell(sink);
        }
    }

    /// @param types empty: the table has no range types
    private void estimates(TableMetadata table, List<String> types, RowSink sink) {
        for (var estimate : sources.sizeEstimates()) {
            for (String type : types.isEmpty() ? List.of("") : types) {
                var row = new Row(table)
                        .text("keyspace_name", estimate.keyspace())
                        .text("table_name", estimate.table())
                        .text("range_start", Long.toString(estimate.rangeStart()))
                        .text("range_end", Long.toString(estimate.rangeEnd()))
                        .bigint("mean_partition_size", estimate.meanPartitionBytes())
                        .bigint("partitions_count", estimate.partitionsCount());
                (type.isEmpty() ? row : row.text("range_type", type)).tell(sink);
            }
        }
    }
}
