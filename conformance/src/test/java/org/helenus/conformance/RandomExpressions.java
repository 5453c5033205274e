package org.helenus.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.helenus.conformance.RandomTable.Column;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Expressions over columns by lot, and terms that stand for a value: arithmetic, casts, native functions. Most fit
/// their types; some do not, and are refused in the same words.
final class RandomExpressions {
    static final Set<NativeType> NUMBERS = Set.of(
            NativeType.TINYINT,
            NativeType.SMALLINT,
            NativeType.INT,
            NativeType.BIGINT,
            NativeType.VARINT,
            NativeType.FLOAT,
            NativeType.DOUBLE,
            NativeType.DECIMAL);

    private final Random random;
    private final RandomTable table;
    private final RandomValues values;
    private boolean mistaken;

    /// To be called for each statement.
    void begin() {
        mistaken = false;
    }

    RandomExpressions(Random random, RandomTable table, RandomValues values) {
        this.random = random;
        this.table = table;
        this.values = values;
    }

    /// Something to select of a column that is not the column alone.
    String of(Column column) {
        String name = column.name();
        if (column.descending() && !(column.type() instanceof NativeType)) {
            // Cassandra does not know a collection where its order is turned
            return "to_json(" + name + ")";
        }
        if (random.nextInt(12) == 0) {
            return "to_json(" + name + ")";
        }
        // of several mistakes each side names the one that it meets first, so there is one at most
        if (!mistaken && random.nextInt(25) == 0) {
            mistaken = true;
            return strange(name);
        }
        return switch (column.type()) {
            case NativeType type -> ofNative(name, type);
            case ListType list -> ofCollection(name, list.element());
            case SetType set ->
                random.nextInt(3) > 0
                        ? ofCollection(name, set.element())
                        : attribute(name + element(set.element()), set.isMultiCell());
            case MapType map ->
                switch (random.nextInt(4)) {
                    case 0 -> "map_keys(" + name + ")";
                    case 1 -> "map_values(" + name + ")";
                    case 2 -> ofCollection(name, map.value());
                    default -> attribute(name + element(map.key()), map.isMultiCell());
                };
            case UserType user -> {
                int field = random.nextInt(user.fieldNames().size());
                yield attribute(name + "." + user.fieldNames().get(field), user.isMultiCell());
            }
            case VectorType vector when vector.element() != NativeType.FLOAT -> "to_json(" + name + ")";
            case VectorType vector ->
                values.pick(List.of("similarity_cosine", "similarity_euclidean", "similarity_dot_product")) + "(" + name
                        + ", " + values.literal(vector) + ")";
            case TupleType _ -> "to_json(" + name + ")";
            case CustomType custom -> throw new IllegalArgumentException(custom.cqlName());
        };
    }

    private String element(CqlType key) {
        String from = values.literal(key);
        return random.nextBoolean() ? "[" + from + "]" : "[" + from + ".." + values.literal(key) + "]";
    }

    private String attribute(String part, boolean ofCells) {
        boolean knownTimes = ofCells && !table.counters();
        return switch (random.nextInt(4)) {
            case 0 -> knownTimes && !table.conditions() ? "writetime(" + part + ")" : part;
            case 1 -> knownTimes ? "ttl(" + part + ")" : part;
            case 2 -> knownTimes && !table.conditions() ? "maxwritetime(" + part + ")" : part;
            default -> part;
        };
    }

    private String ofCollection(String name, CqlType element) {
        boolean numbers = element instanceof NativeType type && NUMBERS.contains(type);
        List<String> functions =
                numbers ? List.of("count", "min", "max", "sum", "avg") : List.of("count", "min", "max");
        return "collection_" + values.pick(functions) + "(" + name + ")";
    }

    private String ofNative(String name, NativeType type) {
        if (random.nextInt(6) == 0) {
            // where its order is turned Cassandra takes a column for one of another type than its own
            NativeType other = values.pick(List.of(NativeType.values()));
            boolean rounds = type == NativeType.TIMESTAMP && other == NativeType.DATE;
            boolean fits = other == NativeType.TEXT || NUMBERS.contains(type) && NUMBERS.contains(other);
            return other == type || rounds || !fits ? name : "CAST(" + name + " AS " + other.cqlName() + ")";
        }
        // of a timeuuid Cassandra names a class of its own instead of the type
        boolean hasPlainType = type != NativeType.COUNTER && type != NativeType.BLOB && type != NativeType.TIMEUUID;
        if (random.nextInt(6) == 0 && hasPlainType) {
            String typeName = type.cqlName();
            return random.nextBoolean()
                    ? typeName + "_as_blob(" + name + ")"
                    : "blob_as_" + typeName + "(" + typeName + "_as_blob(" + name + "))";
        }
        return switch (type) {
            case TINYINT, SMALLINT, INT, BIGINT, VARINT, FLOAT, DOUBLE, DECIMAL, COUNTER -> number(name, type);
            case TIMESTAMP, DATE, TIMEUUID -> time(name, type);
            case ASCII, TEXT -> random.nextBoolean() ? name + " + 'x'" : name + " + " + name;
            case BLOB -> "blob_as_text(" + name + ")";
            case DURATION, BOOLEAN, INET, TIME, UUID -> "CAST(" + name + " AS text)";
        };
    }

    private String number(String name, NativeType type) {
        String other = random.nextInt(3) == 0 ? name : literalOf(type);
        return switch (random.nextInt(9)) {
            case 0 -> name + " + " + other;
            case 1 -> name + " - " + other;
            case 2 -> name + " * " + other;
            case 3 -> name + " / " + other;
            case 4 -> name + " % " + other;
            case 5 -> "-" + name;
            case 6 -> "(" + name + " + " + other + ") * " + literalOf(type);
            case 7 -> "round(" + name + ")";
            default -> values.pick(List.of("abs", "exp", "log", "log10")) + "(" + name + ")";
        };
    }

    private String literalOf(NativeType type) {
        NativeType other = random.nextInt(4) > 0 || type == NativeType.COUNTER
                ? type
                : values.pick(NUMBERS.stream().sorted().toList());
        String literal = values.literal(other);
        return random.nextBoolean() ? "(" + other.cqlName().replace("counter", "bigint") + ") " + literal : literal;
    }

    private String time(String name, NativeType type) {
        return switch (random.nextInt(5)) {
            // Cassandra rounds times before 1970 up to the next day
            case 0 -> type == NativeType.TIMESTAMP ? "to_unix_timestamp(" + name + ")" : "to_date(" + name + ")";
            case 1 -> "to_timestamp(" + name + ")";
            case 2 -> "to_unix_timestamp(" + name + ")";
            case 3 -> type == NativeType.TIMEUUID ? "to_timestamp(" + name + ")" : name + " + 1d";
            default -> "floor(" + name + ", " + values.pick(List.of("1h", "2d", "1mo", "1y", "1h30m")) + ")";
        };
    }

    private String strange(String name) {
        return switch (random.nextInt(8)) {
            case 0 -> name + " + 1";
            case 1 -> name + " - 1";
            case 2 -> name + ".f0";
            case 3 -> "writetime(" + name + ")[1]";
            case 4 -> "sum(" + name + ")";
            case 5 -> "collection_sum(" + name + ")";
            case 6 -> "to_date(" + name + ")";
            default -> name + " + " + values.pick(table.keys()).name();
        };
    }

    /// A term that is worth one of the type.
    String term(CqlType type) {
        if (!(type instanceof NativeType some) || type == NativeType.COUNTER) {
            return values.literal(type);
        }
        String literal = values.literal(type);
        String name = some.cqlName();
        return switch (random.nextInt(5)) {
            case 0 -> "(" + name + ") " + literal;
            case 1 -> some == NativeType.BLOB ? literal : "blob_as_" + name + "(" + name + "_as_blob(" + literal + "))";
            case 2 -> "from_json('" + RandomJson.ofLiteral(some, literal).replace("'", "''") + "')";
            case 3 ->
                NUMBERS.contains(some)
                        ? "(" + name + ") " + literal + values.pick(List.of(" + ", " - ", " * ", " / ", " % "))
                                + values.literal(type)
                        : literal;
            default -> literal;
        };
    }

    /// A condition that nothing but reading every row answers, on a column of the key.
    String keyFilter(Column key) {
        return String.format(
                Locale.ROOT,
                "%s %s %s",
                key.name(),
                values.pick(List.of("=", "<", ">=", ">")),
                RandomBinding.sure(values.pick(key.values())));
    }
}
