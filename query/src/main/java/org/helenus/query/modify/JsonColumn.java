package org.helenus.query.modify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.helenus.query.expression.Environment;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.function.FunctionLibrary.Argument;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.query.function.ScalarFunction;
import org.helenus.query.row.Slice;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.FunctionFailure;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// What the document of an `INSERT … JSON` says about one column: the member of its name, read as the column's type.
///
/// @param defaultUnset whether a column that the document leaves out stays as it is; else it becomes null
record JsonColumn(
        Expression document, TableMetadata table, ColumnMetadata column, boolean defaultUnset, ScalarFunction fromJson)
        implements Expression {
    private static final JsonFactory FACTORY = new JsonFactory();

    static JsonColumn of(
            Expression document, TableMetadata table, ColumnMetadata column, boolean defaultUnset, TermBinder terms) {
        ScalarFunction fromJson =
                terms.functions().resolve("from_json", List.of(new Text()), Optional.of(column.type()));
        return new JsonColumn(document, table, column, defaultUnset, fromJson);
    }

    private record Text() implements Argument {
        @Override
        public Optional<CqlType> type() {
            return Optional.of(NativeType.TEXT);
        }

        @Override
        public Fit fit(CqlType parameter) {
            return parameter == NativeType.TEXT ? Fit.EXACT : Fit.NONE;
        }

        @Override
        public String text() {
            return "[json]";
        }
    }

    @Override
    public CqlType type() {
        return column.type();
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        document.evaluate(scope, into);
        if (!into.hasValue()) {
            throw new InvalidRequest("Got null for INSERT JSON values");
        }
        String text = new String(into.array, into.offset, into.length, StandardCharsets.UTF_8);
        Optional<String> member = member(text);
        if (member.isEmpty()) {
            if (defaultUnset) {
                into.setUnset();
            } else {
                into.setNull();
            }
            return;
        }
        Optional<byte[]> value = convert(scope.environment(), member.get());
        if (value.isPresent()) {
            into.set(value.get());
        } else {
            into.setNull();
        }
    }

    private Optional<byte[]> convert(Environment environment, String member) {
        try {
            return fromJson.apply(environment, new byte[][] {member.getBytes(StandardCharsets.UTF_8)});
        } catch (FunctionFailure e) {
            throw new InvalidRequest("Error decoding JSON value for " + column.name() + ": " + e.reason());
        }
    }

    /// The text of the column's member.
    private Optional<String> member(String text) {
        Optional<String> found = Optional.empty();
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.VALUE_NULL) {
                throw new InvalidRequest("Got null for INSERT JSON values");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new InvalidRequest("Could not decode JSON string as a map: " + text);
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = name(parser.currentName());
                if (table.column(name).isEmpty()) {
                    throw new InvalidRequest("JSON values map contains unrecognized column: " + name);
                }
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                if (name.equals(column.name())) {
                    found = Optional.of(text.substring(start, end));
                }
            }
            return found;
        } catch (IOException e) {
            throw new InvalidRequest("Could not decode JSON string as a map: " + e + ". (String was: " + text + ")");
        }
    }

    /// Names are folded as identifiers are, unless they bring quotes of their own.
    private static String name(String member) {
        boolean quoted = member.length() > 1 && member.startsWith("\"") && member.endsWith("\"");
        return quoted ? member.substring(1, member.length() - 1) : member.toLowerCase(Locale.ROOT);
    }
}
