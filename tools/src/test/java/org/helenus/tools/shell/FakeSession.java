package org.helenus.tools.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.helenus.protocol.client.Answer;
import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.Response;
import org.helenus.protocol.message.RowsResult;
import org.helenus.protocol.message.SetKeyspaceResult;
import org.helenus.protocol.message.VoidResult;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.AlreadyExists;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.ReadTimeout;
import org.helenus.schema.error.ServerError;
import org.helenus.schema.error.SyntaxError;
import org.helenus.schema.error.Unauthorized;
import org.helenus.schema.error.Unavailable;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.schema.type.CqlType;

/// A server by rote. Its answers are written as lines:
///
///     > SELECT * FROM t        the statement
///     = k int | v text         names and types of the result's columns
///     = 1 | 'a'                a row; null and plain constants
///     =                        the next page begins
///     ! InvalidRequest text    or an error
///     ~ warning                a warning beside the answer
///
/// A statement that it does not know is done, with nothing to show; `USE` is understood. Keeps what it was asked.
final class FakeSession implements Session {
    static final UUID TRACE = UUID.fromString("11111111-2222-1333-8444-555555555555");

    private final Map<String, List<String>> answers = new HashMap<>();
    private final List<String> requests = new ArrayList<>();

    /// Takes the lines that script answers and gives the others back.
    List<String> learn(List<String> lines) {
        var others = new ArrayList<String>();
        List<String> current = new ArrayList<>();
        for (var line : lines) {
            if (line.startsWith("> ")) {
                current = new ArrayList<>();
                answers.put(line.substring(2), current);
            } else if (line.startsWith("=") || line.startsWith("! ") || line.startsWith("~ ")) {
                current.add(line);
            } else {
                others.add(line);
            }
        }
        return others;
    }

    List<String> requests() {
        return requests;
    }

    @Override
    public Answer execute(String cql, QueryParameters parameters, boolean tracing) throws IOException {
        requests.add(cql + " @" + parameters.consistency() + "/"
                + parameters.serialConsistency().map(Enum::name).orElse("-") + " page " + parameters.pageSize()
                + (tracing ? " traced" : ""));
        var lines = answers.getOrDefault(cql, List.of());
        var warnings = lines.stream()
                .filter(l -> l.startsWith("~ "))
                .map(l -> l.substring(2))
                .toList();
        var extras = new Extras(tracing ? Optional.of(TRACE) : Optional.empty(), warnings, Map.of());
        return new Answer(response(cql, lines, parameters), extras);
    }

    private static Response response(String cql, List<String> lines, QueryParameters parameters) throws IOException {
        for (var line : lines) {
            if (line.startsWith("! ")) {
                throw error(line.substring(2));
            }
        }
        if (lines.stream().anyMatch(line -> line.startsWith("="))) {
            return rows(lines.stream().filter(line -> line.startsWith("=")).toList(), parameters);
        }
        return cql.startsWith("USE ") ? new SetKeyspaceResult(cql.substring(4).replace("\"", "")) : new VoidResult();
    }

    private static RowsResult rows(List<String> lines, QueryParameters parameters) {
        var columns = new ArrayList<ColumnSpec>();
        for (var column : cells(lines.getFirst())) {
            int space = column.indexOf(' ');
            columns.add(
                    new ColumnSpec("ks", "t", column.substring(0, space), TestTypes.of(column.substring(space + 1))));
        }
        int skip = parameters.pagingState().length == 0 ? 1 : parameters.pagingState()[0];
        var content = new ByteWriter(64);
        int count = 0;
        int i = skip;
        while (i < lines.size() && !lines.get(i).equals("=")) {
            var cells = cells(lines.get(i++));
            for (int column = 0; column < columns.size(); column++) {
                write(columns.get(column).type(), cells.get(column), content);
            }
            count++;
        }
        Optional<byte[]> state = i < lines.size() ? Optional.of(new byte[] {(byte) (i + 1)}) : Optional.empty();
        return new RowsResult(columns, false, content, count, state, Optional.empty());
    }

    private static List<String> cells(String line) {
        return Pattern.compile(" \\| ")
                .splitAsStream(line.substring(2))
                .map(String::strip)
                .toList();
    }

    /// A constant in quotes is the text between them.
    private static void write(CqlType type, String cell, ByteWriter out) {
        if (cell.equals("null")) {
            out.i32(-1);
            return;
        }
        boolean quoted = cell.startsWith("'");
        var wire = type.parse(
                quoted ? cell.substring(1, cell.length() - 1).replace("''", "'").replace("\\n", "\n") : cell);
        out.i32(wire.length);
        out.bytes(wire);
    }

    private static CqlException error(String line) throws IOException {
        var name = line.substring(0, line.indexOf(' '));
        var message = line.substring(line.indexOf(' ') + 1);
        return switch (name) {
            case "InvalidRequest" -> new InvalidRequest(message);
            case "SyntaxError" -> new SyntaxError(message);
            case "ConfigurationError" -> new ConfigurationError(message);
            case "Unauthorized" -> new Unauthorized(message);
            case "ServerError" -> new ServerError(message);
            case "AlreadyExists" -> new AlreadyExists(message, "ks", "t");
            case "Unavailable" -> new Unavailable(message, ConsistencyLevel.QUORUM, 2, 1);
            case "ReadTimeout" -> new ReadTimeout(message, ConsistencyLevel.ONE, 0, 1, false);
            case "Broken" -> throw new IOException(message);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Override
    public int protocolVersion() {
        return 5;
    }

    @Override
    public void close() {}
}
