package org.helenus.query.guardrail;

import java.util.Optional;

/// What can be switched off. Names and words are Cassandra's.
public enum Feature {
    ALLOW_FILTERING(
            "allow_filtering",
            "allow_filtering_enabled",
            "Querying with ALLOW FILTERING",
            "ALLOW FILTERING can potentially visit all the data in the table and have unpredictable performance."),
    GROUP_BY("group_by", "group_by_enabled", "GROUP BY functionality", ""),
    USER_TIMESTAMPS("user_timestamps", "user_timestamps_enabled", "User provided timestamps (USING TIMESTAMP)", ""),
    READ_BEFORE_WRITE_LIST_OPERATIONS(
            "read_before_write_list_operations",
            "read_before_write_list_operations_enabled",
            "List operation requiring read before write",
            ""),
    ALTER_TABLE("alter_table", "alter_table_enabled", "ALTER TABLE changing columns", ""),
    DROP_TRUNCATE_TABLE(
            "drop_truncate_table_enabled", "drop_truncate_table_enabled", "DROP and TRUNCATE TABLE functionality", ""),
    DROP_KEYSPACE("drop_keyspace_enabled", "drop_keyspace_enabled", "DROP KEYSPACE functionality", ""),
    UNCOMPRESSED_TABLES("uncompressed_tables_enabled", "uncompressed_tables_enabled", "Uncompressed table", ""),
    COMPACT_TABLES("compact_tables", "compact_tables_enabled", "Creation of new COMPACT STORAGE tables", ""),
    /// Off by default, and in words of its own.
    DROP_COMPACT_STORAGE("drop_compact_storage", "drop_compact_storage_enabled", "DROP COMPACT STORAGE", ""),
    SIMPLE_STRATEGY("simplestrategy", "simplestrategy_enabled", "SimpleStrategy", ""),
    VECTOR_TYPE("vector_type_enabled", "vector_type_enabled", "Vectors", ""),
    ZERO_TTL_ON_TWCS(
            "zero_ttl_on_twcs",
            "zero_ttl_on_twcs_enabled",
            "0 default_time_to_live on a table with TimeWindowCompactionStrategy compaction strategy",
            "It is suspicious to use default_time_to_live set to 0 with such compaction strategy. Please keep in mind"
                    + " that data will not start to automatically expire after they are older than a respective"
                    + " compaction window unit of a certain size. Please set TTL for your INSERT or UPDATE statements"
                    + " if you expect data to be expired as table settings will not do it. ");

    private final String guardrail;
    private final String setting;
    private final String words;
    private final String reason;

    Feature(String guardrail, String setting, String words, String reason) {
        this.guardrail = guardrail;
        this.setting = setting;
        this.words = words;
        this.reason = reason;
    }

    /// As messages call it.
    public String guardrail() {
        return guardrail;
    }

    /// As the configuration calls the switch.
    public String setting() {
        return setting;
    }

    String words() {
        return words;
    }

    Optional<String> reason() {
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }
}
