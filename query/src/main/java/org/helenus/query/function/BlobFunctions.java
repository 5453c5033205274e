package org.helenus.query.function;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.NativeType;

/// `int_as_blob`, `blob_as_int` and their like, with their older spelling `intasblob`. The bytes stay what they are.
final class BlobFunctions {
    private BlobFunctions() {}

    static List<NativeFunction> all() {
        var all = new ArrayList<NativeFunction>();
        for (NativeType type : NativeType.values()) {
            if (type == NativeType.BLOB) {
                continue;
            }
            both(all, type, type.cqlName());
            if (type == NativeType.TEXT) {
                both(all, type, "varchar");
            }
        }
        return all;
    }

    private static void both(List<NativeFunction> all, NativeType type, String word) {
        for (String name : List.of(word + "_as_blob", word + "asblob")) {
            all.add(of(name, type, NativeType.BLOB, bytes -> bytes));
        }
        for (String name : List.of("blob_as_" + word, "blobas" + word)) {
            all.add(of(name, NativeType.BLOB, type, bytes -> valid(name, type, bytes)));
        }
    }

    /// Unlike for other functions, no bytes are a value here and not nothing, whatever the type.
    private static NativeFunction of(String name, NativeType argument, NativeType result, UnaryOperator<byte[]> bytes) {
        return new NativeFunction(
                "system." + name,
                List.of(argument),
                result,
                true,
                true,
                (_, values) -> Optional.ofNullable(values[0]).map(bytes));
    }

    private static byte[] valid(String name, NativeType type, byte[] bytes) {
        try {
            type.validate(bytes, 0, bytes.length);
            return bytes;
        } catch (InvalidRequest _) {
            throw new InvalidRequest("In call to function system." + name + ", value 0x"
                    + HexFormat.of().formatHex(bytes) + " is not a valid binary representation for type "
                    + type.cqlName());
        }
    }
}
