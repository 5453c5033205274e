package org.helenus.storage.snapshot;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.helenus.schema.TableId;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.sstable.SSTableId;

/// `manifest.json` of a snapshot: what it holds. A snapshot is complete when its manifest is there.
///
///     {
///       "version" : 1,
///       "tag" : "before-upgrade",
///       "created_at" : "2026-01-31T12:00:00.123Z",
///       "expires_at" : "2026-02-01T12:00:00.123Z",                       in version 2 alone
///       "tables" : [ {
///         "keyspace" : "ks", "table" : "t", "id" : "<uuid>",
///         "files" : [ { "name" : "<id>.sst", "size" : 4711, "tail_crc32c" : "0a1b2c3d",
///                       "first_token" : -9223372036854775808, "last_token" : 9223372036854775807, "level" : 0 } ]
///       } ],
///       "crc32c" : "0a1b2c3d"
///     }
///
/// The last field is the checksum of all bytes before its comma. The bytes are on disk: a reader takes every version
/// that was ever written. Version 2 is that of snapshots that expire; all others are written as version 1.
public final class SnapshotManifest {
    public static final String NAME = "manifest.json";
    public static final int TAIL_BYTES = 4096;
    static final int VERSION = 1;
    static final int EXPIRING_VERSION = 2;
    private static final int MAX_BYTES = 256 << 20;
    private static final String END = "\n}";
    private static final int CHECKSUM_BYTES = checksum(0).length();
    private static final JsonFactory JSON = new JsonFactory();

    private SnapshotManifest() {}

    static byte[] encode(Snapshot snapshot) {
        var out = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            json.writeStartObject();
            json.writeNumberField("version", snapshot.expires().isPresent() ? EXPIRING_VERSION : VERSION);
            json.writeStringField("tag", snapshot.tag());
            json.writeStringField("created_at", snapshot.created().toString());
            if (snapshot.expires().isPresent()) {
                json.writeStringField("expires_at", snapshot.expires().get().toString());
            }
            json.writeArrayFieldStart("tables");
            for (var table : snapshot.tables()) {
                json.writeStartObject();
                json.writeStringField("keyspace", table.keyspace());
                json.writeStringField("table", table.name());
                json.writeStringField("id", table.id().uuid().toString());
                json.writeArrayFieldStart("files");
                for (var file : table.files()) {
                    json.writeStartObject();
                    json.writeStringField("name", file.id().fileName());
                    json.writeNumberField("size", file.sizeBytes());
                    json.writeStringField("tail_crc32c", HexFormat.of().toHexDigits(file.tailChecksum()));
                    json.writeNumberField("first_token", file.firstToken());
                    json.writeNumberField("last_token", file.lastToken());
                    json.writeNumberField("level", file.level());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        String text = out.toString(StandardCharsets.UTF_8);
        byte[] content = text.substring(0, text.length() - END.length()).getBytes(StandardCharsets.UTF_8);
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(content);
        whole.writeBytes(checksum(crc(content, content.length)).getBytes(StandardCharsets.US_ASCII));
        return whole.toByteArray();
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /// How a manifest with this checksum ends.
    private static String checksum(int crc) {
        return ",\n  \"crc32c\" : \"" + HexFormat.of().toHexDigits(crc) + "\"" + END + "\n";
    }

    /// Reads the manifest of the snapshot in `directory`.
    ///
    /// @throws CorruptSnapshotException it is damaged
    public static Snapshot read(Disk disk, String directory) throws IOException {
        String path = directory + "/" + NAME;
        byte[] bytes;
        try (var file = disk.open(path, OpenMode.READ)) {
            if (file.size() > MAX_BYTES) {
                throw new CorruptSnapshotException(path, "no manifest has " + file.size() + " bytes");
            }
            bytes = new byte[(int) file.size()];
            file.readFully(0, ByteBuffer.wrap(bytes));
        }
        return decode(path, bytes);
    }

    static Snapshot decode(String path, byte[] bytes) throws CorruptSnapshotException {
        int content = bytes.length - CHECKSUM_BYTES;
        if (content < 0) {
            throw new CorruptSnapshotException(path, "it is cut off");
        }
        String end = new String(bytes, content, CHECKSUM_BYTES, StandardCharsets.ISO_8859_1);
        if (!end.equals(checksum(crc(bytes, content)))) {
            throw new CorruptSnapshotException(path, "its checksum is wrong");
        }
        try (var json = JSON.createParser(bytes)) {
            return snapshot(new Reader(json));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            throw new CorruptSnapshotException(path, e.getMessage());
        }
    }

    private static Snapshot snapshot(Reader in) throws IOException {
        in.expect(JsonToken.START_OBJECT);
        long version = in.number("version");
        if (version != VERSION && version != EXPIRING_VERSION) {
            throw new IOException("version " + version + " is not known");
        }
        String tag = in.text("tag");
        var created = Instant.parse(in.text("created_at"));
        Optional<Instant> expires =
                version == EXPIRING_VERSION ? Optional.of(Instant.parse(in.text("expires_at"))) : Optional.empty();
        in.field("tables");
        in.expect(JsonToken.START_ARRAY);
        var tables = new ArrayList<Snapshot.Table>();
        while (in.next() == JsonToken.START_OBJECT) {
            tables.add(table(in));
        }
        in.text("crc32c");
        in.expect(JsonToken.END_OBJECT);
        return new Snapshot(tag, created, expires, tables);
    }

    private static Snapshot.Table table(Reader in) throws IOException {
        String keyspace = in.text("keyspace");
        String name = in.text("table");
        var id = new TableId(UUID.fromString(in.text("id")));
        in.field("files");
        in.expect(JsonToken.START_ARRAY);
        var files = new ArrayList<Snapshot.File>();
        while (in.next() == JsonToken.START_OBJECT) {
            String file = in.text("name");
            files.add(new Snapshot.File(
                    SSTableId.ofFileName(file).orElseThrow(() -> new IOException("a file named " + file)),
                    in.number("size"),
                    HexFormat.fromHexDigits(in.text("tail_crc32c")),
                    in.number("first_token"),
                    in.number("last_token"),
                    Math.toIntExact(in.number("level"))));
            in.expect(JsonToken.END_OBJECT);
        }
        in.expect(JsonToken.END_OBJECT);
        return new Snapshot.Table(keyspace, name, id, files);
    }

    /// Reads the fields in the order in which they are written.
    private record Reader(JsonParser json) {
        JsonToken next() throws IOException {
            JsonToken token = json.nextToken();
            if (token == null) {
                throw new IOException("it ends in the middle");
            }
            return token;
        }

        void expect(JsonToken wanted) throws IOException {
            JsonToken found = next();
            if (found != wanted) {
                throw new IOException(found + " where " + wanted + " was to be");
            }
        }

        void field(String name) throws IOException {
            expect(JsonToken.FIELD_NAME);
            if (!json.currentName().equals(name)) {
                throw new IOException("a field " + json.currentName() + " where " + name + " was to be");
            }
        }

        String text(String name) throws IOException {
            field(name);
            expect(JsonToken.VALUE_STRING);
            return json.getText();
        }

        long number(String name) throws IOException {
            field(name);
            expect(JsonToken.VALUE_NUMBER_INT);
            return json.getLongValue();
        }
    }
}
