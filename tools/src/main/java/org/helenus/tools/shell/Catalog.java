package org.helenus.tools.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.cql.CqlPrinter;
import org.helenus.protocol.client.Page;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.RowsResult;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;

/// Names in the server's schema, for completion and for the colours of columns. Asks `system_schema` when something is
/// wanted for the first time, and again after [#forget()]. Whatever cannot be asked is simply not there.
final class Catalog {
    private final Session session;
    private Optional<List<String>> keyspaces = Optional.empty();
    private final Map<String, List<String>> tables = new HashMap<>();
    private final Map<String, Map<String, String>> columns = new HashMap<>();

    Catalog(Session session) {
        this.session = session;
    }

    /// The schema changed.
    void forget() {
        keyspaces = Optional.empty();
        tables.clear();
        columns.clear();
    }

    List<String> keyspaces() {
        if (keyspaces.isEmpty()) {
            keyspaces = Optional.of(firstColumn("SELECT keyspace_name FROM system_schema.keyspaces"));
        }
        return keyspaces.get();
    }

    /// Tables and views.
    List<String> tables(String keyspace) {
        return tables.computeIfAbsent(keyspace, name -> {
            var found = new ArrayList<String>();
            var where = " WHERE keyspace_name = " + CqlPrinter.string(name);
            found.addAll(firstColumn("SELECT table_name FROM system_schema.tables" + where));
            found.addAll(firstColumn("SELECT view_name FROM system_schema.views" + where));
            return found;
        });
    }

    /// The columns of a table and what each is: `partition_key`, `clustering`, `static` or `regular`.
    Map<String, String> columns(String keyspace, String table) {
        return columns.computeIfAbsent(keyspace + "." + table, _ -> {
            var found = new HashMap<String, String>();
            var cql = "SELECT column_name, kind FROM system_schema.columns WHERE keyspace_name = "
                    + CqlPrinter.string(keyspace) + " AND table_name = " + CqlPrinter.string(table);
            query(cql).ifPresent(page -> {
                for (int row = 0; row < page.rowCount(); row++) {
                    found.put(text(page, row, 0), text(page, row, 1));
                }
            });
            return found;
        });
    }

    private List<String> firstColumn(String cql) {
        var names = new ArrayList<String>();
        query(cql).ifPresent(page -> {
            for (int row = 0; row < page.rowCount(); row++) {
                names.add(text(page, row, 0));
            }
        });
        return names;
    }

    private Optional<Page> query(String cql) {
        try {
            var answer = session.execute(cql, QueryParameters.of(ConsistencyLevel.ONE, BoundValues.EMPTY), false);
            return answer.response() instanceof RowsResult rows
                    ? Optional.of(Page.of(rows, List.of()))
                    : Optional.empty();
        } catch (IOException | CqlException unavailable) {
            return Optional.empty();
        }
    }

    private static String text(Page page, int row, int column) {
        return page.value(row, column)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }
}
