package org.helenus.tools.sstable;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.JsonText;
import org.helenus.storage.ClusteringBound;
import org.helenus.storage.encoding.RowReader;

/// The partition keys alone.
final class KeyDump implements DumpSink {
    private final PrintStream out;
    private final TableMetadata table;
    private boolean any;

    KeyDump(PrintStream out, TableMetadata table) {
        this.out = out;
        this.table = table;
    }

    @Override
    public void partition(List<byte[]> key, long position, Optional<Deletion> deletion) {
        var components = new StringJoiner(", ", "[ ", " ]");
        for (int i = 0; i < key.size(); i++) {
            components.add(
                    JsonText.string(ValueText.plain(table.partitionKey().get(i).type(), key.get(i))));
        }
        out.print((any ? ", " : "[ ") + components);
        any = true;
    }

    @Override
    public void row(boolean isStatic, byte[][] clustering, long position, RowReader row) {}

    @Override
    public void cells(RowReader row) {}

    @Override
    public void endRow() {}

    @Override
    public void deletionStart(ClusteringBound bound, Deletion deletion) {}

    @Override
    public void deletionEnd(ClusteringBound bound, Deletion deletion) {}

    @Override
    public void endPartition() {}

    @Override
    public void end() {
        out.print(any ? "\n]\n" : "[ ]\n");
    }
}
