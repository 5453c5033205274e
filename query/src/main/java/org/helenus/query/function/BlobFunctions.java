package org.helenus.query.function;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
            all.add(NativeFunction.of(name, List.of(type), NativeType.BLOB, values -> values[0]));
        }
        for (String name : List.of("blob_as_" + word, "blobas" + word)) {
            all.add(NativeFunction.of(name, List.of(NativeType.BLOB), type, values -> valid(name, type, values[0])));
        }
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
