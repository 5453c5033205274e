package org.helenus.protocol.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.VectorType;

/// Reads the class names under which custom types travel: `org.apache.cassandra.db.marshal.VectorType(….FloatType ,
/// 3)`. A name with a part that has no CQL form stays a [CustomType] as a whole.
final class MarshalName {
    private static final String PACKAGE = "org.apache.cassandra.db.marshal.";
    private static final int MAX_DEPTH = 64;
    private static final Map<String, NativeType> NATIVE = new HashMap<>();

    static {
        for (var type : NativeType.values()) {
            NATIVE.put(simple(type.marshalName()), type);
        }
    }

    private final String text;
    private int at;

    private MarshalName(String text) {
        this.text = text;
    }

    static CqlType parse(String className) {
        var name = new MarshalName(className);
        try {
            var type = name.type(0);
            name.spaces();
            return name.at == className.length() ? type : new CustomType(className);
        } catch (Unreadable e) {
            return new CustomType(className);
        }
    }

    private CqlType type(int depth) throws Unreadable {
        if (depth > MAX_DEPTH) {
            throw new ProtocolError("A type is nested too deep");
        }
        var simple = simple(word());
        if (NATIVE.containsKey(simple)) {
            return NATIVE.get(simple);
        }
        if (simple.equals("VectorType")) {
            expect('(');
            var element = type(depth + 1);
            expect(',');
            int dimension = dimension();
            expect(')');
            return new VectorType(element, dimension);
        }
        return composite(simple, types(depth));
    }

    private static CqlType composite(String simple, List<CqlType> parts) throws Unreadable {
        if (simple.equals("TupleType") && !parts.isEmpty()) {
            return new TupleType(parts);
        }
        if (simple.equals("MapType") && parts.size() == 2) {
            return new MapType(parts.get(0), parts.get(1), true);
        }
        if (parts.size() != 1) {
            throw new Unreadable();
        }
        return switch (simple) {
            case "FrozenType" -> parts.getFirst().freeze();
            case "ListType" -> new ListType(parts.getFirst(), true);
            case "SetType" -> new SetType(parts.getFirst(), true);
            default -> throw new Unreadable();
        };
    }

    private List<CqlType> types(int depth) throws Unreadable {
        expect('(');
        List<CqlType> types = new ArrayList<>();
        types.add(type(depth + 1));
        while (!next(')')) {
            expect(',');
            types.add(type(depth + 1));
        }
        return types;
    }

    private int dimension() throws Unreadable {
        try {
            int dimension = Integer.parseInt(word());
            if (dimension <= 0) {
                throw new Unreadable();
            }
            return dimension;
        } catch (NumberFormatException e) {
            throw new Unreadable();
        }
    }

    private String word() throws Unreadable {
        spaces();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        if (at == start) {
            throw new Unreadable();
        }
        return text.substring(start, at);
    }

    private void expect(char wanted) throws Unreadable {
        if (!next(wanted)) {
            throw new Unreadable();
        }
    }

    private boolean next(char wanted) {
        spaces();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void spaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private static String simple(String name) {
        return name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
    }

    /// The name has a part without a CQL form.
    private static final class Unreadable extends Exception {
        Unreadable() {
            super("unreadable", null, false, false);
        }
    }
}
