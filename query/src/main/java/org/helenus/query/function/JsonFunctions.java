package org.helenus.query.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.schema.error.FunctionFailure;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.JsonText;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.Wire;

/// `to_json`: any value as JSON text, null as `null`. `from_json`: a value of the receiver's type, for inserts and
/// updates.
final class JsonFunctions {
    private JsonFunctions() {}

    static Map<String, FunctionFamily> families() {
        FunctionFamily to = new FunctionFamily() {
            @Override
            public boolean takes(int count) {
                return count == 1;
            }

            @Override
            public ScalarFunction of(String name, List<CqlType> types, List<String> texts, Optional<CqlType> receiver) {
                return toJson(types.getFirst());
            }
        };
        FunctionFamily from = new FunctionFamily() {
            @Override
            public boolean takes(int count) {
                return count == 1;
            }

            @Override
            public String parameters() {
                return "text";
            }

            @Override
            public Optional<CqlType> inferred(int index, List<FunctionLibrary.Argument> arguments) {
                return Optional.of(NativeType.TEXT);
            }

            @Override
            public ScalarFunction of(String name, List<CqlType> types, List<String> texts, Optional<CqlType> receiver) {
                if (types.getFirst() != NativeType.TEXT && types.getFirst() != NativeType.ASCII) {
                    throw new InvalidRequest("Function system." + name
                            + " requires an argument of type text, but found argument " + texts.getFirst()
                            + " of type " + types.getFirst().cqlName());
                }
                return fromJson(receiver.orElseThrow(() ->
                        new InvalidRequest(name + "() cannot be used in the selection clause of a SELECT statement")));
            }
        };
        return Map.of("to_json", to, "tojson", to, "from_json", from, "fromjson", from);
    }

    private static NativeFunction toJson(CqlType type) {
        return new NativeFunction(
                "system.to_json",
                List.of(type),
                NativeType.TEXT,
                true,
                true,
                (_, values) -> Optional.of(Wire.ofText(
                        values[0] == null || isNothing(type, values[0]) ? "null" : JsonText.of(type, values[0]))));
    }

    /// Functions take an empty value for none, where empty says nothing.
    private static boolean isNothing(CqlType type, byte[] wire) {
        return wire.length == 0
                && type instanceof NativeType
                && type != NativeType.TEXT
                && type != NativeType.ASCII
                && type != NativeType.BLOB;
    }

    private static NativeFunction fromJson(CqlType receiver) {
        return new NativeFunction(
                "system.from_json",
                List.of(NativeType.TEXT),
                receiver,
                true,
                false,
                (_, values) -> fromJson(receiver, Wire.toText(values[0])));
    }

    private static Optional<byte[]> fromJson(CqlType receiver, String text) {
        try {
            return JsonInput.read(receiver, text);
        } catch (InvalidRequest wrong) {
            if (wrong.getMessage().startsWith("Unable to convert '")) {
                // a duration that is none is told as it is
                throw wrong;
            }
            boolean noJson = wrong.getMessage().startsWith("Could not decode JSON string");
            String words = noJson
                    ? "execution of 'system.from_json[text]' failed: "
                    : "org.apache.cassandra.serializers.MarshalException: ";
            throw new FunctionFailure(words, wrong.getMessage(), "system", "from_json", List.of("text"));
        }
    }
}
