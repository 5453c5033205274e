package org.helenus.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.helenus.protocol.client.Answer;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.message.PreparedResult;
import org.helenus.protocol.message.RowsResult;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.NativeType;

/// A connection that plays scripts, each in a keyspace of its own that is new at the start and gone at the end.
final class ScriptSession implements AutoCloseable {
    private static final byte[] START = {};
    private static final int MOST_PAGES = 10_000;

    private CqlConnection connection;

    /// What happens to the server between two pages.
    interface PageBreak {
        PageBreak NONE = _ -> {};

        /// @param page the one that comes next, from 1 on
        void before(int page) throws IOException;
    }

    ScriptSession(String host, int port) throws IOException {
        connection = connect(host, port);
    }

    private static CqlConnection connect(String host, int port) throws IOException {
        return CqlConnection.connect(ConnectOptions.to(host, port).withTimeout(Duration.ofMinutes(5)));
    }

    /// Goes on with another connection, in the same keyspace.
    void reconnect(String host, int port, String keyspace) throws IOException {
        connection.close();
        connection = connect(host, port);
        connection.query("USE " + keyspace);
    }

    void begin(CqlScript script) throws IOException {
        connection.query("DROP KEYSPACE IF EXISTS " + script.name());
        connection.query("CREATE KEYSPACE " + script.name()
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        connection.query("USE " + script.name());
    }

    void end(CqlScript script) throws IOException {
        connection.query("DROP KEYSPACE IF EXISTS " + script.name());
    }

    /// Sends one statement, and fetches all its pages.
    String play(ScriptStep step) throws IOException {
        return play(step, PageBreak.NONE);
    }

    String play(ScriptStep step, PageBreak pageBreak) throws IOException {
        Directives directives = Directives.parse(step.directives());
        var text = new AnswerText();
        try {
            byte[] state = START;
            var prepared = Optional.<PreparedResult>empty();
            CqlConnection preparedOn = connection;
            for (int page = 0; page < MOST_PAGES; page++) {
                if (page > 0) {
                    pageBreak.before(page);
                }
                BoundValues values = BoundValues.EMPTY;
                if (directives.bind().isPresent()) {
                    if (prepared.isEmpty() || preparedOn != connection) {
                        prepared = Optional.of(connection.prepare(step.statement()));
                        preparedOn = connection;
                    }
                    values = values(directives.bind().get(), prepared.get().variables());
                }
                var parameters = directives.parameters(values, state, page);
                Answer answer = prepared.isPresent()
                        ? connection.execute(prepared.get(), parameters)
                        : connection.query(step.statement(), parameters);
                text.add(answer);
                if (!(answer.response() instanceof RowsResult rows)
                        || rows.pagingState().isEmpty()) {
                    return text.toString();
                }
                state = rows.pagingState().get();
            }
            throw new IOException("more than " + MOST_PAGES + " pages of " + step.statement());
        } catch (CqlException error) {
            text.add(error);
            return text.toString();
        }
    }

    private static BoundValues values(List<String> literals, List<ColumnSpec> variables) {
        if (literals.size() != variables.size()) {
            throw new IllegalArgumentException(literals.size() + " values for the variables " + variables);
        }
        var bytes = new ByteWriter(64);
        int[] offsets = new int[literals.size()];
        int[] lengths = new int[literals.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = bytes.length();
            switch (literals.get(i)) {
                case "null" -> lengths[i] = BoundValues.NULL;
                case "unset" -> lengths[i] = BoundValues.UNSET;
                case "empty" -> lengths[i] = 0;
                default -> {
                    byte[] wire = wire(variables.get(i).type(), literals.get(i));
                    lengths[i] = wire.length;
                    bytes.bytes(wire);
                }
            }
        }
        return new BoundValues(bytes.toArray(), offsets, lengths, List.of());
    }

    /// What a literal says, without the quotes that its type wants around it.
    static String unquoted(CqlType type, String literal) {
        boolean quoted = type.isQuoted() && literal.length() > 1 && literal.startsWith("'") && literal.endsWith("'");
        return quoted ? literal.substring(1, literal.length() - 1).replace("''", "'") : literal;
    }

    /// Of a type that only its class names, bytes as they are too.
    private static byte[] wire(CqlType type, String literal) {
        CqlType written = type instanceof CustomType && literal.startsWith("0x") ? NativeType.BLOB : type;
        try {
            return written.parse(unquoted(written, literal));
        } catch (InvalidRequest wrong) {
            throw new IllegalArgumentException(literal + " is not a " + type.cqlName(), wrong);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
