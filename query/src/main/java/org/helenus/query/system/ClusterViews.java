package org.helenus.query.system;

import java.util.List;
import org.helenus.query.NodeDescription;
import org.helenus.query.VirtualTable.RowSink;
import org.helenus.query.system.SystemSources.TableSize;
import org.helenus.schema.TableMetadata;

/// What of `system_views` tells of a cluster: what nodes know of each other, and what they do together. A node alone
/// knows itself, and does nothing of that: it repairs, streams and hints to nobody. It has no indexes, keeps nothing of
/// roles and permissions in memory, and its log where it is told to, not in a table. Columns and comments are
/// Cassandra's.
final class ClusterViews {
    private static final String OUTCOME = "success_message text";
    private static final String REPAIR = "id timeuuid;; command_id int, completed boolean, duration_millis bigint,"
            + " failure_cause text, keyspace_name text, last_updated_at timestamp,"
            + " options_column_families frozen<set<text>>, options_data_centers frozen<set<text>>,"
            + " options_force_repair boolean, options_hosts frozen<set<text>>,"
            + " options_ignore_unreplicated_keyspaces boolean, options_incremental boolean, options_job_threads int,"
            + " options_optimise_streams boolean, options_parallelism text, options_preview_kind text,"
            + " options_primary_range boolean, options_pull_repair boolean, options_ranges frozen<set<text>>,"
            + " options_subrange_repair boolean, options_trace boolean, participants frozen<list<text>>,"
            + " ranges frozen<list<frozen<list<text>>>>, sessions frozen<set<timeuuid>>,"
            + " state_failure_timestamp timestamp, state_init_timestamp timestamp,"
            + " state_prepare_complete_timestamp timestamp, state_prepare_start_timestamp timestamp,"
            + " state_repair_complete_timestamp timestamp, state_repair_start_timestamp timestamp,"
            + " state_setup_timestamp timestamp, state_skipped_timestamp timestamp, state_start_timestamp timestamp,"
            + " state_success_timestamp timestamp, status text, " + OUTCOME + ", table_names frozen<list<text>>,"
            + " type text, unfiltered_ranges frozen<list<frozen<list<text>>>>";
    private static final String SESSION = "id timeuuid;; completed boolean, duration_millis bigint,"
            + " failure_cause text, jobs frozen<set<uuid>>, keyspace_name text, last_updated_at timestamp,"
            + " participants frozen<list<text>>, ranges frozen<list<text>>, repair_id timeuuid,"
            + " state_failure_timestamp timestamp, state_init_timestamp timestamp,"
            + " state_jobs_start_timestamp timestamp, state_skipped_timestamp timestamp,"
            + " state_start_timestamp timestamp, state_success_timestamp timestamp, status text, " + OUTCOME
            + ", table_names frozen<list<text>>";
    private static final String JOB = "id uuid;; completed boolean, duration_millis bigint, failure_cause text,"
            + " keyspace_name text, last_updated_at timestamp, participants frozen<list<text>>,"
            + " ranges frozen<list<text>>, repair_id timeuuid, session_id timeuuid,"
            + " state_failure_timestamp timestamp, state_init_timestamp timestamp, state_skipped_timestamp timestamp,"
            + " state_snapshot_complete_timestamp timestamp, state_snapshot_start_timestamp timestamp,"
            + " state_start_timestamp timestamp, state_stream_start_timestamp timestamp,"
            + " state_success_timestamp timestamp, state_validation_complete_timestamp timestamp,"
            + " state_validation_start_timestamp timestamp, status text, " + OUTCOME + ", table_name text";
    private static final String PARTICIPATION = "id timeuuid;; completed boolean, duration_millis bigint,"
            + " failure_cause text, global boolean, incremental boolean, initiator text, last_updated_at timestamp,"
            + " preview_kind text, ranges frozen<list<text>>, repaired_at timestamp,"
            + " state_failure_timestamp timestamp, state_init_timestamp timestamp, state_skipped_timestamp timestamp,"
            + " state_success_timestamp timestamp, " + OUTCOME + ", tables frozen<set<text>>,"
            + " validations frozen<set<uuid>>";
    private static final String VALIDATION = "id uuid;; bytes_read bigint, completed boolean, duration_millis bigint,"
            + " estimated_partitions bigint, estimated_total_bytes bigint, failure_cause text, initiator text,"
            + " keyspace_name text, last_updated_at timestamp, partitions_processed bigint, progress_percentage float,"
            + " ranges frozen<list<text>>, repair_id timeuuid, session_id timeuuid, state_accept_timestamp timestamp,"
            + " state_failure_timestamp timestamp, state_init_timestamp timestamp,"
            + " state_sending_trees_timestamp timestamp, state_skipped_timestamp timestamp,"
            + " state_start_timestamp timestamp, state_success_timestamp timestamp, status text, " + OUTCOME
            + ", table_name text";
    private static final String STREAM = "id timeuuid;; bytes_received bigint, bytes_sent bigint,"
            + " bytes_to_receive bigint, bytes_to_send bigint, duration_millis bigint, failure_cause text,"
            + " files_received bigint, files_sent bigint, files_to_receive bigint, files_to_send bigint,"
            + " follower boolean, last_updated_at timestamp, operation text, peers frozen<list<text>>,"
            + " progress_percentage float, status text, status_failure_timestamp timestamp,"
            + " status_init_timestamp timestamp, status_start_timestamp timestamp,"
            + " status_success_timestamp timestamp, " + OUTCOME;
    private static final String GOSSIP = "address inet; port int; dc text, dc_version int, disk_usage text,"
            + " disk_usage_version int, generation int, heartbeat int, host_id text, host_id_version int,"
            + " hostname text, index_status text, index_status_version int, internal_address_and_port text,"
            + " internal_address_and_port_version int, internal_ip text, internal_ip_version int, load text,"
            + " load_version int, native_address_and_port text, native_address_and_port_version int,"
            + " net_version text, net_version_version int, rack text, rack_version int, release_version text,"
            + " release_version_version int, removal_coordinator text, removal_coordinator_version int,"
            + " rpc_address text, rpc_address_version int, rpc_ready text, rpc_ready_version int, schema text,"
            + " schema_version int, severity text, severity_version int, sstable_versions text,"
            + " sstable_versions_version int, status text, status_version int, status_with_port text,"
            + " status_with_port_version int, tokens_version int, x1 text, x10 text, x10_version int,"
            + " x1_version int, x2 text, x2_version int, x3 text, x3_version int, x4 text, x4_version int, x5 text,"
            + " x5_version int, x6 text, x6_version int, x7 text, x7_version int, x8 text, x8_version int, x9 text,"
            + " x9_version int, x_11_padding text, x_11_padding_version int";

    private final NodeDescription node;
    private final SystemSources sources;

    private ClusterViews(NodeDescription node, SystemSources sources) {
        this.node = node;
        this.sources = sources;
    }

    static List<GeneratedTable> tables(NodeDescription node, SystemSources sources) {
        var views = new ClusterViews(node, sources);
        return List.of(
                new GeneratedTable(
                        table("gossip_info", "lists the gossip information for the cluster", GOSSIP), views::gossip),
                empty(
                        "pending_hints",
                        "Pending hints that this node has for other nodes",
                        "host_id uuid;; address inet, dc text, files int, newest timestamp, oldest timestamp,"
                                + " port int, rack text, status text"),
                empty("streaming", "", STREAM),
                empty("repairs", "Repair summary", REPAIR),
                empty("repair_sessions", "Repair session", SESSION),
                empty("repair_jobs", "Repair job", JOB),
                empty("repair_participates", "Repair participate summary", PARTICIPATION),
                empty("repair_validations", "Repair validation", VALIDATION),
                empty(
                        "sai_column_indexes",
                        "Storage-attached column index metadata",
                        "keyspace_name text; index_name text; analyzer text, column_name text, is_building boolean,"
                                + " is_queryable boolean, is_string boolean, table_name text"),
                empty(
                        "sai_sstable_indexes",
                        "SSTable index metadata",
                        "keyspace_name text; index_name text, sstable_name text; cell_count bigint,"
                                + " column_name text, end_token text, format_version text, max_row_id bigint,"
                                + " min_row_id bigint, per_column_disk_size bigint, per_table_disk_size bigint,"
                                + " start_token text, table_name text"),
                empty(
                        "sai_sstable_index_segments",
                        "SSTable index segment metadata",
                        "keyspace_name text; index_name text, sstable_name text, segment_row_id_offset bigint;"
                                + " cell_count bigint, column_name text,"
                                + " component_metadata frozen<map<text, frozen<map<text, text>>>>, end_token text,"
                                + " max_sstable_row_id bigint, max_term text, min_sstable_row_id bigint,"
                                + " min_term text, start_token text, table_name text"),
                empty(
                        "system_logs",
                        "Cassandra logs",
                        "timestamp timestamp; order_in_millisecond int; level text, logger text, message text"),
                new GeneratedTable(
                        table(
                                "cidr_filtering_metrics_counts",
                                "Count metrics specific to CIDR filtering",
                                "name text;; value bigint"),
                        (table, _, sink) -> new Row(table)
                                .text("name", "CIDR groups cache reload count")
                                .bigint("value", 0)
                                .tell(sink)),
                new GeneratedTable(
                        table(
                                "cidr_filtering_metrics_latencies",
                                "Latency metrics specific to CIDR filtering",
                                "name text;; max double, p50th double, p95th double, p999th double, p99th double"),
                        ClusterViews::cidrLatencies),
                keys("credentials", "credentials", "role text"),
                keys("jmx_permissions", "JMX permissions", "role text"),
                keys("network_permissions", "network permissions", "role text"),
                keys("permissions", "permissions", "role text, resource text"),
                keys("roles", "roles", "role text"));
    }

    private static TableMetadata table(String name, String comment, String columns) {
        return TableText.table(SystemTables.VIEWS, name, comment, columns);
    }

    private static GeneratedTable empty(String name, String comment, String columns) {
        return GeneratedTable.empty(table(name, comment, columns));
    }

    /// Of a cache that Cassandra has.
    private static GeneratedTable keys(String cache, String words, String key) {
        return empty(cache + "_cache_keys", "keys in the " + words + " cache", key + ";; ");
    }

    /// Nobody is let in or kept out by where he comes from.
    private static void cidrLatencies(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (String name : List.of(
                "CIDR checks latency (ns)",
                "CIDR groups cache reload latency (ns)",
                "Lookup IP in CIDR groups cache latency (ns)")) {
            var row = new Row(table).text("name", name);
            for (String figure : List.of("max", "p50th", "p95th", "p999th", "p99th")) {
                row.number(figure, 0.0);
            }
            row.tell(sink);
        }
    }

    /// Itself, as it would tell others. Nobody counts versions of what nobody is told.
    private void gossip(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        String status = "NORMAL," + node.tokens().getFirst();
        long load = sources.tableSizes().stream().mapToLong(TableSize::bytes).sum();
        new Row(table)
                .inet("address", node.listenAddress())
                .number("port", node.storagePort())
                .text("dc", node.dataCenter())
                .number("generation", 0)
                .number("heartbeat", 0)
                .text("host_id", node.hostId().toString())
                .text("hostname", node.listenAddress().getHostName())
                .text("load", Double.toString(load))
                .text("native_address_and_port", node.nativeAddress().getHostAddress() + ":" + node.nativePort())
                .text("rack", node.rack())
                .text("release_version", node.releaseVersion())
                .text("rpc_address", node.nativeAddress().getHostAddress())
                .text("rpc_ready", "true")
                .text("schema", sources.schema().version().toString())
                .text("status", status)
                .text("status_with_port", status)
                .tell(sink);
    }
}
