package org.helenus.schema;

import org.helenus.schema.bytes.ByteWriter;

/// Schema changes as bytes, for the manifest.
public final class SchemaCodec {
    private SchemaCodec() {}

    public static void write(SchemaChange change, ByteWriter out) {
        throw new UnsupportedOperationException();
    }

    public static SchemaChange read(byte[] array, int offset, int length) {
        throw new UnsupportedOperationException();
    }
}
