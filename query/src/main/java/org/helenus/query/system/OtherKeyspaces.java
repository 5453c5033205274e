package org.helenus.query.system;

import java.util.ArrayList;
import java.util.List;
import org.helenus.schema.TableMetadata;

/// `system_auth` and `system_distributed`, which have no rows: there are no roles and no other nodes; and the
/// definitions of `system_traces`.
final class OtherKeyspaces {
    private OtherKeyspaces() {}

    static List<GeneratedTable> tables() {
        var tables = new ArrayList<GeneratedTable>();
        auth(
                tables,
                "roles",
                "role definitions",
                "role text;; is_superuser boolean, can_login boolean, salted_hash text," + " member_of set<text>");
        auth(tables, "role_members", "role memberships lookup table", "role text; member text;");
        auth(
                tables,
                "role_permissions",
                "permissions granted to db roles",
                "role text; resource text;" + " permissions set<text>");
        // The name is spelled so.
        auth(
                tables,
                "resource_role_permissons_index",
                "index of db roles with permissions granted on a resource",
                "resource text; role text;");
        auth(tables, "network_permissions", "user network permissions", "role text;; dcs frozen<set<text>>");
        auth(tables, "cidr_permissions", "user cidr permissions", "role text;; cidr_groups frozen<set<text>>");
        auth(
                tables,
                "cidr_groups",
                "cidr groups to cidrs mapping",
                "cidr_group text;;" + " cidrs frozen<set<tuple<inet, smallint>>>");
        auth(tables, "identity_to_role", "mtls authorized identities lookup table", "identity text;; role text");
        distributed(
                tables,
                "repair_history",
                "Repair history",
                "keyspace_name text, columnfamily_name text; id timeuuid;"
                        + " parent_id timeuuid, range_begin text, range_end text, coordinator inet, coordinator_port int,"
                        + " participants set<inet>, participants_v2 set<text>, exception_message text, exception_stacktrace text,"
                        + " status text, started_at timestamp, finished_at timestamp");
        distributed(
                tables,
                "parent_repair_history",
                "Repair history",
                "parent_id timeuuid;; keyspace_name text,"
                        + " columnfamily_names set<text>, started_at timestamp, finished_at timestamp, exception_message text,"
                        + " exception_stacktrace text, requested_ranges set<text>, successful_ranges set<text>,"
                        + " options map<text, text>");
        distributed(
                tables,
                "view_build_status",
                "Materialized View build status",
                "keyspace_name text, view_name text;" + " host_id uuid; status text");
        distributed(
                tables,
                "partition_denylist",
                "Partition keys which have been denied access",
                "ks_name text, table_name text; key blob;");
        return tables;
    }

    private static void auth(List<GeneratedTable> tables, String name, String comment, String columns) {
        tables.add(GeneratedTable.empty(TableText.table(SystemTables.AUTH, name, comment, columns)));
    }

    private static void distributed(List<GeneratedTable> tables, String name, String comment, String columns) {
        tables.add(GeneratedTable.empty(TableText.table(SystemTables.DISTRIBUTED, name, comment, columns)));
    }

    static List<TableMetadata> traces() {
        return List.of(
                TableText.table(
                        SystemTables.TRACES,
                        "sessions",
                        "tracing sessions",
                        "session_id uuid;; command text,"
                                + " client inet, coordinator inet, coordinator_port int, duration int,"
                                + " parameters map<text, text>, request text, started_at timestamp"),
                TableText.table(
                        SystemTables.TRACES,
                        "events",
                        "tracing events",
                        "session_id uuid; event_id timeuuid;"
                                + " activity text, source inet, source_port int, source_elapsed int, thread text"));
    }
}
