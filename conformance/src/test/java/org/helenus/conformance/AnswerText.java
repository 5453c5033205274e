package org.helenus.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.helenus.protocol.client.Answer;
import org.helenus.protocol.client.Page;
import org.helenus.protocol.message.RowsResult;
import org.helenus.protocol.message.SchemaChangeResult;
import org.helenus.protocol.message.SchemaChanged;
import org.helenus.protocol.message.SetKeyspaceResult;
import org.helenus.protocol.message.VoidResult;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// An answer as text: one line for each thing a client can tell apart.
///
///     done                               nothing to show
///     keyspace ks                        USE
///     schema CREATED TABLE ks.t
///     error 0x2200 the words of it
///     k int | v text                     rows: names and types, then the values as CQL literals
///     1 | 'a'
///     -- page                            a page ended, and the next began
///     warning: the words of it
///
/// A page without rows after others is not told: whether the last row or one more look finds the end is up to the
/// server.
/// Signatures of functions that a message lists come in the order of a hash table there, so they are sorted here.
final class AnswerText {
    private static final Pattern SIGNATURES =
            Pattern.compile("((?:known type|following) signatures: )(.*?(?= ?\\)(?:$|:)))");

    private final List<String> lines = new ArrayList<>();

    void add(Answer answer) {
        if (!lines.isEmpty() && answer.response() instanceof RowsResult rows && rows.rowCount() == 0) {
            return;
        }
        switch (answer.response()) {
            case VoidResult() -> lines.add("done");
            case SetKeyspaceResult(String keyspace) -> lines.add("keyspace " + keyspace);
            case SchemaChangeResult(SchemaChanged change) -> lines.add(change(change));
            case RowsResult rows -> add(Page.of(rows, List.of()));
            default -> lines.add("unexpected " + answer.response());
        }
        for (String warning : answer.extras().warnings()) {
            lines.add("warning: " + oneLine(warning));
        }
    }

    private void add(Page page) {
        String header = page.columns().stream()
                .map(column -> column.name() + " " + column.type().cqlName())
                .collect(Collectors.joining(" | "));
        if (lines.isEmpty()) {
            lines.add(header);
        } else {
            lines.add("-- page");
        }
        for (int row = 0; row < page.rowCount(); row++) {
            var values = new ArrayList<String>();
            for (int column = 0; column < page.columns().size(); column++) {
                values.add(value(page.columns().get(column).type(), page.value(row, column)));
            }
            lines.add(String.join(" | ", values));
        }
    }

    void add(CqlException error) {
        lines.add(String.format(Locale.ROOT, "error 0x%04x %s", error.code(), sorted(oneLine(error.getMessage()))));
    }

    private static String sorted(String message) {
        var list = SIGNATURES.matcher(message);
        if (!list.find()) {
            return message;
        }
        String inOrder =
                Stream.of(list.group(2).split(", (?=[\\w.\"]+ : )")).sorted().collect(Collectors.joining(", "));
        return message.substring(0, list.start(2)) + inOrder + message.substring(list.end(2));
    }

    private static String change(SchemaChanged change) {
        String name = change.name().isEmpty() ? change.keyspace() : change.keyspace() + "." + change.name();
        return "schema " + change.change() + " " + change.target() + " " + name;
    }

    private static String value(CqlType type, Optional<byte[]> wire) {
        if (wire.isEmpty()) {
            return "null";
        }
        boolean emptyIsText = type == NativeType.TEXT || type == NativeType.ASCII || type == NativeType.BLOB;
        return wire.get().length == 0 && !emptyIsText ? "empty" : oneLine(type.format(wire.get()));
    }

    private static String oneLine(String text) {
        return text.replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
