package org.helenus.storage.manifest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.helenus.schema.SchemaCodec;
import org.helenus.schema.TableId;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.ByteReader;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.manifest.ManifestEdit.AddSSTable;
import org.helenus.storage.manifest.ManifestEdit.ChangeSchema;
import org.helenus.storage.manifest.ManifestEdit.FlushedGeneration;
import org.helenus.storage.manifest.ManifestEdit.PutProperty;
import org.helenus.storage.manifest.ManifestEdit.RemoveSSTable;
import org.helenus.storage.manifest.ManifestEdit.RetireLog;
import org.helenus.storage.manifest.ManifestEdit.TimestampCeiling;
import org.helenus.storage.manifest.ManifestEdit.TruncatedGeneration;
import org.helenus.storage.sstable.SSTableId;

/// Edits as bytes, one after the other. Integers are big-endian, vints as Cassandra's; a table or file is 16 bytes.
///
///     u8 kind, vint length of the rest, then
///     1 add file        table, file, i64 first token, i64 last token, vint level
///     2 remove file     table, file
///     3 flushed         table, vint generation
///     4 truncated       table, vint generation
///     5 schema change   as SchemaCodec writes it
///     6 property        vint length, name, u8 1 there / 0 gone, value
///     7 timestamp ceiling, i64 microseconds
///     8 log retired     vint sequence
final class EditCodec {
    private EditCodec() {}

    static void write(List<ManifestEdit> edits, ByteWriter out) {
        var rest = new ByteWriter(64);
        for (var edit : edits) {
            rest.reset();
            int kind = writeRest(edit, rest);
            out.u8(kind);
            out.unsignedVInt(rest.length());
            out.bytes(rest.array(), 0, rest.length());
        }
    }

    private static int writeRest(ManifestEdit edit, ByteWriter out) {
        return switch (edit) {
            case AddSSTable added -> {
                table(added.table(), out);
                file(added.file(), out);
                out.i64(added.firstToken());
                out.i64(added.lastToken());
                out.unsignedVInt(added.level());
                yield 1;
            }
            case RemoveSSTable removed -> {
                table(removed.table(), out);
                file(removed.file(), out);
                yield 2;
            }
            case FlushedGeneration flushed -> {
                table(flushed.table(), out);
                out.unsignedVInt(flushed.generation());
                yield 3;
            }
            case TruncatedGeneration truncated -> {
                table(truncated.table(), out);
                out.unsignedVInt(truncated.generation());
                yield 4;
            }
            case ChangeSchema change -> {
                SchemaCodec.write(change.change(), out);
                yield 5;
            }
            case PutProperty property -> {
                byte[] name = property.name().getBytes(StandardCharsets.UTF_8);
                out.unsignedVInt(name.length);
                out.bytes(name);
                out.u8(property.value().isPresent() ? 1 : 0);
                property.value().ifPresent(out::bytes);
                yield 6;
            }
            case TimestampCeiling ceiling -> {
                out.i64(ceiling.micros());
                yield 7;
            }
            case RetireLog retired -> {
                out.unsignedVInt(retired.throughSequence());
                yield 8;
            }
        };
    }

    /// @throws MalformedBytesException these are not edits
    static List<ManifestEdit> read(byte[] array, int offset, int length) {
        var edits = new ArrayList<ManifestEdit>();
        var in = new ByteReader(array, offset, length);
        while (in.hasRemaining()) {
            int kind = in.u8();
            int size = in.length();
            int start = in.skip(size);
            var rest = new ByteReader(array, start, size);
            edits.add(readRest(kind, rest, array, start, size));
            if (kind != 5 && rest.hasRemaining()) {
                throw new MalformedBytesException("an edit of kind " + kind + " goes on where it should end");
            }
        }
        return edits;
    }

    private static ManifestEdit readRest(int kind, ByteReader in, byte[] array, int start, int size) {
        return switch (kind) {
            case 1 -> new AddSSTable(table(in), file(in), in.i64(), in.i64(), in.smallVInt(1 << 16));
            case 2 -> new RemoveSSTable(table(in), file(in));
            case 3 -> new FlushedGeneration(table(in), in.unsignedVInt());
            case 4 -> new TruncatedGeneration(table(in), in.unsignedVInt());
            case 5 -> new ChangeSchema(SchemaCodec.read(array, start, size));
            case 6 -> {
                String name = new String(in.bytes(in.length()), StandardCharsets.UTF_8);
                boolean there = in.u8() == 1;
                byte[] value = in.bytes(in.limit() - in.position());
                yield new PutProperty(name, there ? Optional.of(value) : Optional.empty());
            }
            case 7 -> new TimestampCeiling(in.i64());
            case 8 -> new RetireLog(in.unsignedVInt());
            default -> throw new MalformedBytesException("an edit of kind " + kind);
        };
    }

    private static void table(TableId table, ByteWriter out) {
        out.i64(table.uuid().getMostSignificantBits());
        out.i64(table.uuid().getLeastSignificantBits());
    }

    private static TableId table(ByteReader in) {
        return new TableId(new UUID(in.i64(), in.i64()));
    }

    private static void file(SSTableId file, ByteWriter out) {
        out.i64(file.high());
        out.i64(file.low());
    }

    private static SSTableId file(ByteReader in) {
        return new SSTableId(in.i64(), in.i64());
    }
}
