package org.helenus.schema.type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.SyntaxError;

/// Types by the class names that Cassandra gives them, as custom types are told on the wire and in CQL between quotes:
/// `org.apache.cassandra.db.marshal.ListType(org.apache.cassandra.db.marshal.Int32Type)`.
///
/// Inside a frozen type nothing says again that it is frozen.
public final class MarshalNames {
    static final String PACKAGE = "org.apache.cassandra.db.marshal.";
    /// Names nested deeper are refused, so that a hostile one cannot exhaust the stack.
    private static final int MAX_DEPTH = 100;

    private final String text;
    private int at;

    private MarshalNames(String text) {
        this.text = text;
    }

    static String of(CqlType type) {
        var out = new StringBuilder();
        append(type, false, out);
        return out.toString();
    }

    private static void append(CqlType type, boolean insideFrozen, StringBuilder out) {
        boolean frozen = !insideFrozen && !type.isMultiCell() && type instanceof ListType
                || !insideFrozen && !type.isMultiCell() && type instanceof SetType
                || !insideFrozen && !type.isMultiCell() && type instanceof MapType
                || !insideFrozen && !type.isMultiCell() && type instanceof UserType;
        if (frozen) {
            out.append(PACKAGE).append("FrozenType(");
        }
        boolean inside = insideFrozen || !type.isMultiCell();
        switch (type) {
            case NativeType plain -> out.append(plain.marshalName());
            case CustomType custom -> out.append(custom.className());
            case ListType list -> appendAll("ListType", List.of(list.element()), inside, out);
            case SetType set -> appendAll("SetType", List.of(set.element()), inside, out);
            case MapType map -> appendAll("MapType", List.of(map.key(), map.value()), inside, out);
            case TupleType tuple -> appendAll("TupleType", tuple.components(), true, out);
            case UserType user -> appendUser(user, inside, out);
            case VectorType vector -> {
                out.append(PACKAGE).append("VectorType(");
                append(vector.element(), insideFrozen, out);
                out.append(" , ").append(vector.dimension()).append(')');
            }
        }
        if (frozen) {
            out.append(')');
        }
    }

    private static void appendAll(String name, List<CqlType> types, boolean insideFrozen, StringBuilder out) {
        out.append(PACKAGE).append(name);
        char separator = '(';
        for (CqlType type : types) {
            out.append(separator);
            append(type, insideFrozen, out);
            separator = ',';
        }
        out.append(')');
    }

    private static void appendUser(UserType user, boolean insideFrozen, StringBuilder out) {
        out.append(PACKAGE)
                .append("UserType(")
                .append(user.keyspace())
                .append(',')
                .append(hex(user.name()));
        for (int i = 0; i < user.fieldNames().size(); i++) {
            out.append(',').append(hex(user.fieldNames().get(i))).append(':');
            append(user.fieldTypes().get(i), insideFrozen, out);
        }
        out.append(')');
    }

    private static String hex(String name) {
        return HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
    }

    /// The type of a class name; the package may be left out. A class that is no type of CQL's gives a
    /// [CustomType]. The other way round than `ReversedType(…)` says is a matter of a table, not of a type.
    ///
    /// @throws SyntaxError when the text is not well formed
    public static CqlType parse(String text) {
        var parser = new MarshalNames(text);
        CqlType type = parser.type(false, 0);
        if (type instanceof CustomType custom && custom.className().startsWith(PACKAGE + "ReversedType(")) {
            String inner = custom.className().substring((PACKAGE + "ReversedType(").length());
            type = new MarshalNames(inner).type(false, 0);
        }
        parser.skipSpaces();
        if (parser.at != text.length()) {
            throw parser.malformed();
        }
        return type;
    }

    private CqlType type(boolean insideFrozen, int depth) {
        if (depth > MAX_DEPTH) {
            throw malformed();
        }
        String name = word();
        String simple = name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
        Optional<NativeType> plain = NativeType.marshalNamed(simple);
        if (plain.isPresent()) {
            return plain.get();
        }
        return switch (simple) {
            case "FrozenType" -> types(true, depth, 1).getFirst().freeze();
            case "ListType" -> new ListType(types(insideFrozen, depth, 1).getFirst(), !insideFrozen);
            case "SetType" -> new SetType(types(insideFrozen, depth, 1).getFirst(), !insideFrozen);
            case "MapType" -> {
                List<CqlType> both = types(insideFrozen, depth, 2);
                yield new MapType(both.getFirst(), both.getLast(), !insideFrozen);
            }
            case "TupleType" -> new TupleType(types(true, depth, -1));
            case "UserType" -> user(insideFrozen, depth);
            case "VectorType" -> vector(depth);
            case "DateType" -> NativeType.TIMESTAMP;
            case "LegacyTimeUUIDType" -> NativeType.TIMEUUID;
            case "EmptyType" -> CustomType.EMPTY;
            case "LexicalUUIDType" -> new CustomType(PACKAGE + simple, LexicalUuidForm.ONLY);
            case "CompositeType" -> composite(depth);
            case "DynamicCompositeType" -> dynamicComposite(depth);
            default -> opaque(name.indexOf('.') < 0 ? PACKAGE + name : name);
        };
    }

    /// What values of this class mean to us; bytes, when we do not know it.
    static ScalarForm form(String className) {
        try {
            return parse(className) instanceof CustomType custom ? custom.form() : BytesForm.BLOB;
        } catch (CqlException _) {
            return BytesForm.BLOB;
        }
    }

    /// Whether a composite may hold values of this type: they are one value, and have an order.
    static boolean isComponent(CqlType type) {
        return !type.isMultiCell()
                && !type.contains(NativeType.DURATION)
                && !type.contains(NativeType.COUNTER)
                && (!(type instanceof CustomType custom) || custom.isUsable());
    }

    private SyntaxError invalidDefinition(String name) {
        return new SyntaxError(
                "Error setting type " + text + ": Invalid definition for comparator " + PACKAGE + name + ".");
    }

    private CustomType composite(int depth) {
        List<CqlType> components = next() == '(' && !text.startsWith("()", at) ? types(false, depth, -1) : List.of();
        if (components.isEmpty() || !components.stream().allMatch(MarshalNames::isComponent)) {
            throw invalidDefinition("CompositeType");
        }
        var names = new ArrayList<String>();
        components.forEach(component -> names.add(component.marshalName()));
        return new CustomType(
                PACKAGE + "CompositeType(" + String.join(",", names) + ")", new FixedCompositeForm(components));
    }

    private CustomType dynamicComposite(int depth) {
        var letters = new LinkedHashMap<Character, CqlType>();
        if (accept('(') && !accept(')')) {
            do {
                String letter = word();
                skipSpaces();
                if (letter.length() != 1 || letter.charAt(0) > 0x7F || !text.startsWith("=>", at)) {
                    throw invalidDefinition("DynamicCompositeType");
                }
                at += 2;
                CqlType type = type(false, depth + 1);
                if (!isComponent(type)) {
                    throw invalidDefinition("DynamicCompositeType");
                }
                letters.put(letter.charAt(0), type);
            } while (accept(','));
            expect(')');
        }
        var names = new ArrayList<String>();
        letters.forEach((letter, type) -> names.add(letter + "=>" + type.marshalName()));
        return new CustomType(
                PACKAGE + "DynamicCompositeType(" + String.join(",", names) + ")", new DynamicCompositeForm(letters));
    }

    private char next() {
        skipSpaces();
        return at < text.length() ? text.charAt(at) : 0;
    }

    private CustomType opaque(String name) {
        int from = at;
        int depth = 0;
        while (at < text.length() && (depth > 0 || text.charAt(at) == '(')) {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            at++;
        }
        return new CustomType(name + text.substring(from, at), BytesForm.BLOB);
    }

    /// @param wanted how many there must be; −1: any number but none
    private List<CqlType> types(boolean insideFrozen, int depth, int wanted) {
        expect('(');
        var types = new ArrayList<CqlType>();
        do {
            types.add(type(insideFrozen, depth + 1));
        } while (accept(','));
        expect(')');
        if (wanted >= 0 && types.size() != wanted) {
            throw malformed();
        }
        return types;
    }

    private VectorType vector(int depth) {
        expect('(');
        CqlType element = type(true, depth + 1);
        expect(',');
        int dimension;
        try {
            dimension = Integer.parseInt(word());
        } catch (NumberFormatException _) {
            throw malformed();
        }
        expect(')');
        return new VectorType(element, dimension);
    }

    private UserType user(boolean insideFrozen, int depth) {
        expect('(');
        String keyspace = word();
        expect(',');
        String name = unhex(word());
        var fieldNames = new ArrayList<String>();
        var fieldTypes = new ArrayList<CqlType>();
        while (accept(',')) {
            fieldNames.add(unhex(word()));
            expect(':');
            fieldTypes.add(type(insideFrozen, depth + 1));
        }
        expect(')');
        return new UserType(keyspace, name, fieldNames, fieldTypes, !insideFrozen);
    }

    private String unhex(String word) {
        try {
            return new String(HexFormat.of().parseHex(word), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw malformed();
        }
    }

    private String word() {
        skipSpaces();
        int from = at;
        while (at < text.length() && "(),:= ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == from) {
            throw malformed();
        }
        return text.substring(from, at);
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean accept(char wanted) {
        skipSpaces();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw malformed();
        }
    }

    private SyntaxError malformed() {
        String found =
                at < text.length() ? "unexpected character '" + text.charAt(at) + "'" : "unexpected end of string";
        return new SyntaxError("Cannot parse type " + text + ": Syntax error parsing '" + text + "' at char "
                + Math.min(at + 1, text.length()) + ": " + found);
    }
}
