package org.helenus.storage;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.helenus.schema.TableId;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.encoding.MutationReader;

/// One atomic write, as its bytes ([org.helenus.storage.encoding.MutationFormat]). A view: it owns no bytes, and is
/// valid as long as they stay, which for one from a [MutationWriter] is until that writer's next
/// [MutationWriter#reset].
public final class Mutation {
    private byte[] bytes;
    private int offset;
    private int length;

    Mutation(byte[] bytes, int offset, int length) {
        show(bytes, offset, length);
    }

    void show(byte[] newBytes, int newOffset, int newLength) {
        Objects.checkFromIndexSize(newOffset, newLength, newBytes.length);
        bytes = newBytes;
        offset = newOffset;
        length = newLength;
    }

    /// A mutation from bytes that were stored or sent.
    ///
    /// @throws MalformedBytesException when they are not a mutation's
    public static Mutation of(byte[] bytes, int offset, int length) {
        MutationReader.check(bytes, offset, length);
        return new Mutation(bytes, offset, length);
    }

    /// The mutation is [#length] bytes from [#offset] of this array.
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /// Sets a reader before the first partition.
    public void read(MutationReader reader) {
        reader.reset(bytes, offset, length);
    }

    /// The tables that it writes to, in order of coming.
    public Set<TableId> tables() {
        var reader = new MutationReader();
        read(reader);
        var tables = new LinkedHashSet<TableId>();
        while (reader.nextPartition()) {
            tables.add(reader.table());
        }
        return Collections.unmodifiableSet(tables);
    }
}
