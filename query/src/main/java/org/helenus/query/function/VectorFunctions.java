package org.helenus.query.function;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.helenus.query.function.FunctionLibrary.Argument;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.VectorType;
import org.helenus.schema.type.Wire;

/// How near two vectors of floats are, from 0 to 1 for vectors of length one.
final class VectorFunctions {
    private VectorFunctions() {}

    private interface Similarity {
        float of(String name, float[] a, float[] b);
    }

    static Map<String, FunctionFamily> families() {
        return Map.of(
                "similarity_cosine", family(VectorFunctions::cosine),
                "similarity_euclidean", family((_, a, b) -> 1 / (1 + squaredDistance(a, b))),
                "similarity_dot_product", family((_, a, b) -> (1 + dot(a, b)) / 2));
    }

    private static FunctionFamily family(Similarity similarity) {
        return new FunctionFamily() {
            @Override
            public boolean takes(int count) {
                return count == 2;
            }

            @Override
            public String parameters() {
                return "vector<float, n>, vector<float, n>";
            }

            @Override
            public Optional<CqlType> own(Argument argument) {
                return written(argument).or(argument::type);
            }

            /// A list that is written out is a vector of floats; what says nothing of itself is what the
            /// other is.
            @Override
            public Optional<CqlType> inferred(int index, List<Argument> arguments) {
                Argument other = arguments.get(1 - index);
                return written(arguments.get(index))
                        .or(() -> other.type().filter(VectorType.class::isInstance))
                        .or(() -> written(other));
            }

            private static Optional<CqlType> written(Argument argument) {
                OptionalInt elements = argument.elements();
                return elements.isPresent() && elements.getAsInt() > 0
                        ? Optional.of(new VectorType(NativeType.FLOAT, elements.getAsInt()))
                        : Optional.empty();
            }

            @Override
            public ScalarFunction of(String name, List<CqlType> types, List<String> texts, Optional<CqlType> receiver) {
                return make(name, types, texts, similarity);
            }
        };
    }

    private static NativeFunction make(String name, List<CqlType> types, List<String> texts, Similarity similarity) {
        for (int i = 0; i < types.size(); i++) {
            CqlType type = types.get(i);
            if (!(type instanceof VectorType vector) || vector.element() != NativeType.FLOAT) {
                throw new InvalidRequest(
                        "Function system." + name + " requires a float vector argument, but found argument "
                                + texts.get(i) + " of type " + type.cqlName());
            }
        }
        if (!types.getFirst().equals(types.getLast())) {
            throw new InvalidRequest("All arguments must have the same vector dimensions");
        }
        return NativeFunction.of(
                name,
                types,
                NativeType.FLOAT,
                values -> Wire.ofFloat(similarity.of(name, floats(values[0]), floats(values[1]))));
    }

    private static float[] floats(byte[] wire) {
        var floats = new float[wire.length / 4];
        ByteBuffer.wrap(wire).asFloatBuffer().get(floats);
        return floats;
    }

    /// In floats throughout, so that the last digit is Cassandra's.
    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static float squaredDistance(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            float difference = a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static float cosine(String name, float[] a, float[] b) {
        float aSquared = dot(a, a);
        float bSquared = dot(b, b);
        double lengths = Math.sqrt((double) aSquared * bSquared);
        if (aSquared == 0 || bSquared == 0 || lengths == 0) {
            throw new InvalidRequest("Function system." + name + " doesn't support all-zero vectors.");
        }
        return (1 + (float) (dot(a, b) / lengths)) / 2;
    }
}
