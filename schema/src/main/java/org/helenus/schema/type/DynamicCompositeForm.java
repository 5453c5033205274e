package org.helenus.schema.type;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.InvalidRequest;

/// `DynamicCompositeType(s=>UTF8Type,…)`: each component names its type, by one of the letters or by its class.
///
/// The comparator of a component is a u16: with the high bit set, the letter below it; else the length of the class
/// name that follows. As text it stands before the value: `s@abc:Int32Type@12`.
///
/// Components of different types compare by the simple names of their classes. The class that a component names may not
/// be dynamic, nor hold such a type: a value could otherwise be nested as deep as it is long.
final class DynamicCompositeForm extends CompositeForm {
    private static final int LETTER = 0x8000;
    private static final String NAME = MarshalNames.PACKAGE + "DynamicCompositeType";

    private final Map<Character, CqlType> letters;

    DynamicCompositeForm(Map<Character, CqlType> letters) {
        this.letters = Map.copyOf(letters);
    }

    @Override
    Comparator comparator(int index, byte[] array, int at, int end) {
        if (end - at < 2) {
            throw new InvalidRequest("Not enough bytes to header of the comparator part of component " + index);
        }
        int header = Wire.shortAt(array, at) & 0xFFFF;
        if ((header & LETTER) != 0) {
            char letter = (char) (header & 0xFF);
            CqlType type = letters.get(letter);
            if (type == null) {
                throw new InvalidRequest("Invalid comparator alias '" + letter + "' at component " + index);
            }
            return new Comparator(type, 2);
        }
        if (end - at - 2 < header) {
            throw new InvalidRequest("Not enough bytes to read comparator name of component " + index);
        }
        return new Comparator(named(new String(array, at + 2, header, StandardCharsets.UTF_8)), 2 + header);
    }

    private static CqlType named(String className) {
        CqlType type;
        try {
            type = MarshalNames.parse(className);
        } catch (CqlException e) {
            throw new InvalidRequest(e.getMessage());
        }
        boolean isDynamic = type.marshalName().contains(NAME);
        if (isDynamic || !MarshalNames.isComponent(type)) {
            throw new InvalidRequest("Invalid comparator class " + className);
        }
        return type;
    }

    @Override
    Written written(int index, String text) {
        int at = text.indexOf('@');
        if (at < 0 || text.indexOf('@', at + 1) >= 0) {
            throw new InvalidRequest("Invalid component representation: " + text);
        }
        String comparator = text.substring(0, at);
        String value = text.substring(at + 1);
        CqlType type = comparator.length() == 1 ? letters.get(comparator.charAt(0)) : null;
        var header = new ByteWriter(2);
        if (type != null) {
            header.u16(LETTER | comparator.charAt(0));
            return new Written(type, header.toArray(), value);
        }
        CqlType named = named(comparator);
        writeName(named, header);
        return new Written(named, header.toArray(), value);
    }

    private static void writeName(CqlType type, ByteWriter out) {
        byte[] name = type.marshalName().getBytes(StandardCharsets.UTF_8);
        if (name.length >= LETTER) {
            throw new InvalidRequest("The name of a comparator has " + name.length + " bytes, which is too long");
        }
        out.u16(name.length);
        out.bytes(name);
    }

    /// Simple name first, for its order; then whatever else tells types apart.
    private static String orderName(CqlType type) {
        String name = type.marshalName();
        return name.startsWith(MarshalNames.PACKAGE) ? name.substring(MarshalNames.PACKAGE.length()) : name;
    }

    @Override
    int compareTypes(CqlType a, CqlType b) {
        return orderName(a).compareTo(orderName(b));
    }

    @Override
    void writeComparator(CqlType type, ByteWriter out) {
        byte[] name = orderName(type).getBytes(StandardCharsets.UTF_8);
        // never begins with Component.END, which ends the value
        EscapedBytes.write(name, 0, name.length, out);
    }

    @Override
    CqlType readComparator(int index, OrderedReader in, ByteWriter out) {
        CqlType type = named(new String(EscapedBytes.read(in), StandardCharsets.UTF_8));
        writeName(type, out);
        return type;
    }

    @Override
    String comparatorText(CqlType type) {
        for (Map.Entry<Character, CqlType> letter : letters.entrySet()) {
            if (letter.getValue().equals(type)) {
                return letter.getKey() + "@";
            }
        }
        return type.marshalName() + "@";
    }

    /// Letters are written out.
    @Override
    public boolean orderedIsLossless() {
        return false;
    }
}
