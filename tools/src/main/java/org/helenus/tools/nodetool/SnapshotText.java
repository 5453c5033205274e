package org.helenus.tools.nodetool;

import java.time.Instant;
import java.util.List;

/// What the snapshots' report looks like: `listsnapshots`.
final class SnapshotText {
    private SnapshotText() {}

    static String of(List<JsonValue> snapshots) {
        if (snapshots.isEmpty()) {
            return "Snapshot Details: \nThere are no snapshots\n";
        }
        var columns = new Columns()
                .row(
                        "Snapshot name",
                        "Keyspace name",
                        "Column family name",
                        "True size",
                        "Size on disk",
                        "Creation time",
                        "Expiration time");
        long total = 0;
        for (var snapshot : snapshots) {
            total += snapshot.number("true_bytes");
            columns.row(
                    snapshot.text("tag"),
                    snapshot.text("keyspace"),
                    snapshot.text("table"),
                    Amounts.spaced(snapshot.number("true_bytes")),
                    Amounts.spaced(snapshot.number("bytes")),
                    Instant.ofEpochMilli(snapshot.number("created_millis")).toString(),
                    snapshot.optional("expires_millis").isEmpty()
                            ? ""
                            : Instant.ofEpochMilli(snapshot.number("expires_millis"))
                                    .toString());
        }
        return "Snapshot Details: \n" + columns + "\nTotal TrueDiskSpaceUsed: " + Amounts.spaced(total) + "\n\n";
    }
}
