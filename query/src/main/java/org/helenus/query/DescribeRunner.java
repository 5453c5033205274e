package org.helenus.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.Describe;
import org.helenus.query.select.ListPages;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.Schema;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// Answers `DESCRIBE`: rows in the order in which they were told, page by page. A paging state holds only as long as
/// the schema that it was made with.
final class DescribeRunner {
    private final SchemaStatements statements;
    private final ListPages pages;

    DescribeRunner(SchemaStatements statements, ListPages pages) {
        this.statements = statements;
        this.pages = pages;
    }

    Outcome describe(Describe statement, Optional<String> keyspace, Schema schema, Parameters parameters) {
        VirtualTable table = statements.describe(statement, keyspace, schema);
        TableMetadata metadata = table.metadata();
        var rows = new ArrayList<byte[][]>();
        table.rows(List.of(), values -> rows.add(values.clone()));
        int from = 0;
        if (parameters.pagingState().length > 0) {
            from = pages.decode(parameters.pagingState(), schema.version())
                    .orElseThrow(() -> new InvalidRequest(
                            "The schema has changed since the previous page of the DESCRIBE statement result."
                                    + " Please retry the DESCRIBE statement."));
        }
        int to = parameters.pageSize() <= 0
                ? rows.size()
                : (int) Math.min(rows.size(), (long) from + parameters.pageSize());
        var content = new ByteWriter(512);
        for (byte[][] row : rows.subList(Math.min(from, to), to)) {
            for (byte[] value : row) {
                content.i32(value == null ? -1 : value.length);
                if (value != null) {
                    content.bytes(value);
                }
            }
        }
        Optional<byte[]> next = to < rows.size() ? Optional.of(pages.encode(to, schema.version())) : Optional.empty();
        List<ColumnSpec> columns = metadata.columns().stream()
                .map(column -> new ColumnSpec(metadata.keyspace(), metadata.name(), column.name(), column.type()))
                .toList();
        return new Outcome.Rows(columns, content, Math.max(0, to - from), next, new byte[0], false, Notes.NONE);
    }
}
