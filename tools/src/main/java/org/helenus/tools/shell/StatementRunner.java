package org.helenus.tools.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.helenus.protocol.client.Page;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.RowsResult;
import org.helenus.protocol.message.SchemaChangeResult;
import org.helenus.protocol.message.SetKeyspaceResult;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.request.BoundValues;

/// Sends statements to the server and prints what comes back.
final class StatementRunner {
    private static final byte[] FIRST_PAGE = {};

    private final Session session;
    private final Terminal terminal;
    private final ValueFormat format;
    private final Catalog catalog;
    private final boolean interactive;
    private final BooleanSupplier wantsMore;

    /// @param interactive the layout for people: names above each page, and `wantsMore` asked between two pages
    StatementRunner(
            Session session,
            Terminal terminal,
            ValueFormat format,
            Catalog catalog,
            boolean interactive,
            BooleanSupplier wantsMore) {
        this.session = session;
        this.terminal = terminal;
        this.format = format;
        this.catalog = catalog;
        this.interactive = interactive;
        this.wantsMore = wantsMore;
    }

    /// The same for a script: nothing is asked.
    StatementRunner forScript() {
        return new StatementRunner(session, terminal, format, catalog, false, () -> true);
    }

    /// Runs one statement; `USE` changes the keyspace of the settings.
    Outcome run(String cql, ShellSettings settings) throws IOException {
        boolean tracing = settings.tracing() && !readsTraces(cql, settings);
        var answer = session.execute(cql, parameters(settings, FIRST_PAGE), tracing);
        var after = settings;
        switch (answer.response()) {
            case RowsResult rows when isListing(cql) -> printAll(cql, rows, settings);
            case RowsResult rows -> printApplied(rows, settings);
            case SetKeyspaceResult used -> after = settings.withKeyspace(used.keyspace());
            case SchemaChangeResult _ -> catalog.forget();
            default -> {
                // Done; there is nothing to show.
            }
        }
        printWarnings(answer.extras().warnings());
        terminal.flush();
        return new Outcome(after, answer.extras().tracingId());
    }

    /// The settings as the statement left them, and the session that traced it.
    record Outcome(ShellSettings settings, Optional<UUID> tracingId) {}

    /// All pages of a `DESCRIBE`, and the warnings that came with it.
    void describe(String cql, ShellSettings settings) throws IOException {
        var pages = new ArrayList<Page>();
        var state = FIRST_PAGE;
        List<String> warnings = List.of();
        do {
            var answer = session.execute(cql, parameters(settings, state), false);
            if (!(answer.response() instanceof RowsResult rows)) {
                return;
            }
            warnings = answer.extras().warnings();
            pages.add(Page.of(rows, List.of()));
            state = rows.pagingState().orElse(FIRST_PAGE);
        } while (state.length > 0);
        Describer.lines(pages, settings.keyspace()).forEach(terminal::result);
        printWarnings(warnings);
        terminal.flush();
    }

    private static QueryParameters parameters(ShellSettings settings, byte[] pagingState) {
        return new QueryParameters(
                settings.consistency(),
                Optional.of(settings.serialConsistency()),
                BoundValues.EMPTY,
                false,
                settings.paging() ? settings.pageSize() : -1,
                pagingState,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    /// Reading a trace is not traced.
    private static boolean readsTraces(String cql, ShellSettings settings) {
        var text = cql.toLowerCase(Locale.ROOT);
        return text.startsWith("select")
                && (text.contains("system_traces.")
                        || settings.keyspace().filter("system_traces"::equals).isPresent());
    }

    /// What is shown with the number of its rows.
    private static boolean isListing(String cql) {
        var text = cql.toLowerCase(Locale.ROOT);
        return text.startsWith("select") || text.startsWith("list");
    }

    private void printAll(String cql, RowsResult first, ShellSettings settings) throws IOException {
        terminal.result("");
        var names = names(first.columns());
        int shown = 0;
        var rows = first;
        for (boolean firstPage = true; ; firstPage = false) {
            var page = Page.of(rows, first.columns());
            if (page.rowCount() > 0 || firstPage) {
                print(table(names, page), firstPage || interactive, shown, settings);
                shown += page.rowCount();
            }
            if (rows.pagingState().isEmpty()) {
                break;
            }
            if (interactive && terminal.captureName().isEmpty()) {
                terminal.flush();
                if (!wantsMore.getAsBoolean()) {
                    break;
                }
            }
            var answer =
                    session.execute(cql, parameters(settings, rows.pagingState().get()), false);
            if (!(answer.response() instanceof RowsResult next)) {
                break;
            }
            rows = next;
        }
        if (!interactive) {
            terminal.result("");
        }
        terminal.result("(" + shown + " rows)");
    }

    /// The answer to a conditional write.
    private void printApplied(RowsResult rows, ShellSettings settings) {
        terminal.result("");
        print(table(names(rows.columns()), Page.of(rows, List.of())), true, 0, settings);
    }

    private void print(ResultTable table, boolean header, int before, ShellSettings settings) {
        boolean color = terminal.color();
        if (table.rows().isEmpty()) {
            table.lines(true, color).forEach(terminal::result);
            terminal.result("");
        } else if (settings.expand()) {
            table.expanded(before, color).forEach(terminal::result);
        } else {
            table.lines(header, color).forEach(terminal::result);
            if (interactive) {
                terminal.result("");
            }
        }
    }

    private ResultTable table(List<StyledText> names, Page page) {
        var rows = new ArrayList<List<StyledText>>(page.rowCount());
        for (int row = 0; row < page.rowCount(); row++) {
            var cells = new ArrayList<StyledText>(names.size());
            for (int column = 0; column < names.size(); column++) {
                cells.add(format.format(page.columns().get(column).type(), page.value(row, column)));
            }
            rows.add(cells);
        }
        return new ResultTable(names, rows);
    }

    private List<StyledText> names(List<ColumnSpec> columns) {
        var names = new ArrayList<StyledText>();
        for (var column : columns) {
            names.add(TextFormat.format(column.name(), false, terminal.color() ? colorOf(column) : Color.MAGENTA));
        }
        return names;
    }

    private Color colorOf(ColumnSpec column) {
        var kind = catalog.columns(column.keyspace(), column.table()).getOrDefault(column.name(), "");
        return switch (kind) {
            case "partition_key" -> Color.RED;
            case "clustering" -> Color.CYAN;
            case "static" -> Color.WHITE;
            default -> Color.MAGENTA;
        };
    }

    private void printWarnings(List<String> warnings) {
        if (warnings.isEmpty()) {
            return;
        }
        terminal.result("");
        terminal.result("Warnings :");
        for (var warning : warnings) {
            terminal.result(warning);
            terminal.result("");
        }
    }
}
