package org.helenus.tools.nodetool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Tells a running node to import files, for those who built them.
public final class ImportOrder {
    private ImportOrder() {}

    /// What came of it.
    ///
    /// @param files that were imported
    /// @param linked how many of them came in by a second name, without a copy
    public record Imported(int files, long linked) {}

    /// Returns when the node has them.
    ///
    /// @param data the node's data directory, in which it leaves its address
    /// @param table `keyspace.table`
    /// @throws IOException the node cannot be reached, or refuses them
    public static Imported send(Path data, String table, Path directory) throws IOException {
        var hints = new NodeAddress.Hints(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(data));
        try {
            var answer = new RemoteNode(NodeAddress.find(hints))
                    .order(new Query("/v1/import")
                            .with("of", table)
                            .with("directory", directory.toAbsolutePath().toString()));
            int files = 0;
            long linked = 0;
            for (var one : answer.list("imports")) {
                files += one.list("files").size();
                linked += one.number("linked");
            }
            return new Imported(files, linked);
        } catch (NodeException | UnexpectedAnswer e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
