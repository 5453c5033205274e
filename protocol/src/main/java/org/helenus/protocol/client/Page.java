package org.helenus.protocol.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.message.RowsResult;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.error.ProtocolError;

/// The rows of one answer. Values are wire bytes; what they mean is the column's type's to tell.
public final class Page {
    private final List<ColumnSpec> columns;
    private final byte[] content;
    private final int rowCount;
    private final int[] offsets;
    private final int[] lengths;
    private final Optional<byte[]> pagingState;

    private Page(List<ColumnSpec> columns, byte[] content, int rowCount, Optional<byte[]> pagingState) {
        this.columns = columns;
        this.content = content;
        this.rowCount = rowCount;
        this.pagingState = pagingState;
        long cells = (long) rowCount * columns.size();
        if (cells * 4 > content.length) {
            throw new ProtocolError("A page of " + content.length + " bytes cannot hold " + cells + " values");
        }
        offsets = new int[(int) cells];
        lengths = new int[(int) cells];
        var in = new BodyReader(content, 0, content.length);
        for (int i = 0; i < cells; i++) {
            lengths[i] = in.i32();
            offsets[i] = in.skip(Math.max(0, lengths[i]));
        }
    }

    /// @param known the columns, for when the result does not tell them itself
    public static Page of(RowsResult result, List<ColumnSpec> known) {
        var columns = result.skipMetadata() ? known : result.columns();
        return new Page(columns, result.content().toArray(), result.rowCount(), result.pagingState());
    }

    public List<ColumnSpec> columns() {
        return columns;
    }

    public int rowCount() {
        return rowCount;
    }

    /// Empty: null.
    public Optional<byte[]> value(int row, int column) {
        int at = row * columns.size() + column;
        return lengths[at] < 0
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(content, offsets[at], offsets[at] + lengths[at]));
    }

    /// One row's values, in the order of the columns.
    public List<Optional<byte[]>> row(int row) {
        List<Optional<byte[]>> values = new ArrayList<>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            values.add(value(row, column));
        }
        return values;
    }

    /// Present: there is more, and the next page begins here.
    public Optional<byte[]> pagingState() {
        return pagingState;
    }
}
