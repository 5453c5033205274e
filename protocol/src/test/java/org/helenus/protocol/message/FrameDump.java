package org.helenus.protocol.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.helenus.protocol.frame.Opcode;

/// Takes one bare envelope apart after the specification's text, independently of the codecs: a line for each field,
/// `offset: hex # meaning`.
final class FrameDump {
    private final ByteBuffer bytes;
    private final StringBuilder out = new StringBuilder();
    private int version;

    private FrameDump(byte[] frame) {
        bytes = ByteBuffer.wrap(frame);
    }

    static String of(byte[] frame) {
        var dump = new FrameDump(frame);
        dump.envelope();
        if (dump.bytes.hasRemaining()) {
            dump.line(dump.bytes.remaining(), "NOT UNDERSTOOD");
        }
        return dump.out.toString();
    }

    private void envelope() {
        int first = bytes.get(0) & 0xff;
        version = first & 0x7f;
        line(1, "version " + version + (first >= 0x80 ? ", response" : ", request"));
        int flags = bytes.get(1);
        line(1, "flags" + bits(flags, "compressed", "tracing", "payload", "warning", "beta"));
        line(2, "stream " + bytes.getShort(2));
        var opcode = Opcode.of(bytes.get(4)).orElseThrow();
        line(1, opcode.name());
        line(4, "body of " + bytes.getInt(5));
        boolean response = first >= 0x80;
        if (response && (flags & 2) != 0) {
            line(16, "tracing id");
        }
        if ((flags & 8) != 0) {
            strings("warning");
        }
        if ((flags & 4) != 0) {
            for (int i = u16("payload entries"); i > 0; i--) {
                string("key");
                bytes("value");
            }
        }
        body(opcode);
    }

    private void body(Opcode opcode) {
        switch (opcode) {
            case STARTUP -> {
                for (int i = u16("options"); i > 0; i--) {
                    string("key");
                    string("value");
                }
            }
            case OPTIONS, READY -> {}
            case QUERY -> {
                longString("query");
                parameters();
            }
            case PREPARE -> {
                longString("query");
                if (version >= 5 && (i32("flags") & 1) != 0) {
                    string("keyspace");
                }
            }
            case EXECUTE -> {
                shortBytes("id");
                if (version >= 5) {
                    shortBytes("result metadata id");
                }
                parameters();
            }
            case BATCH -> batch();
            case REGISTER -> strings("event");
            case AUTH_RESPONSE, AUTH_CHALLENGE, AUTH_SUCCESS -> bytes("token");
            case AUTHENTICATE -> string("authenticator");
            case SUPPORTED -> {
                for (int i = u16("options"); i > 0; i--) {
                    string("key");
                    strings("value");
                }
            }
            case ERROR -> error();
            case EVENT -> event(string("type"));
            case RESULT -> result();
        }
    }

    private void parameters() {
        line(2, "consistency");
        int flags = flags();
        if ((flags & 1) != 0) {
            values((flags & 0x40) != 0);
        }
        if ((flags & 4) != 0) {
            i32("page size");
        }
        if ((flags & 8) != 0) {
            bytes("paging state");
        }
        tail(flags);
    }

    private int flags() {
        int flags = version >= 5 ? bytes.getInt(bytes.position()) : bytes.get(bytes.position()) & 0xff;
        line(
                version >= 5 ? 4 : 1,
                "flags"
                        + bits(
                                flags,
                                "values",
                                "skip metadata",
                                "page size",
                                "paging state",
                                "serial",
                                "timestamp",
                                "names",
                                "keyspace",
                                "now"));
        return flags;
    }

    private void tail(int flags) {
        if ((flags & 0x10) != 0) {
            line(2, "serial consistency");
        }
        if ((flags & 0x20) != 0) {
            line(8, "timestamp");
        }
        if ((flags & 0x80) != 0) {
            string("keyspace");
        }
        if ((flags & 0x100) != 0) {
            i32("now in seconds");
        }
    }

    private void values(boolean named) {
        for (int i = u16("values"); i > 0; i--) {
            if (named) {
                string("name");
            }
            bytes("value");
        }
    }

    private void batch() {
        line(1, "type");
        for (int i = u16("entries"); i > 0; i--) {
            int kind = bytes.get(bytes.position());
            line(1, kind == 0 ? "by text" : "by id");
            if (kind == 0) {
                longString("query");
            } else {
                shortBytes("id");
            }
            values(false);
        }
        line(2, "consistency");
        tail(flags());
    }

    private void error() {
        int code = bytes.getInt(bytes.position());
        line(4, "error code");
        string("message");
        switch (code) {
            case 0x1000 -> {
                line(2, "consistency");
                i32("required");
                i32("alive");
            }
            case 0x1100 -> {
                counts();
                var type = string("write type");
                if (version >= 5 && type.equals("CAS")) {
                    u16("contentions");
                }
            }
            case 0x1200 -> {
                counts();
                line(1, "data present");
            }
            case 0x1300 -> {
                counts();
                failures();
                line(1, "data present");
            }
            case 0x1500 -> {
                counts();
                failures();
                string("write type");
            }
            case 0x1400 -> {
                string("keyspace");
                string("function");
                strings("argument type");
            }
            case 0x1700 -> counts();
            case 0x2400 -> {
                string("keyspace");
                string("table");
            }
            case 0x2500 -> shortBytes("id");
            default -> {}
        }
    }

    private void counts() {
        line(2, "consistency");
        i32("received");
        i32("block for");
    }

    private void failures() {
        int count = i32("failures");
        for (int i = 0; version >= 5 && i < count; i++) {
            line(1 + bytes.get(bytes.position()), "address");
            u16("reason");
        }
    }

    private void event(String type) {
        if (type.equals("SCHEMA_CHANGE")) {
            schemaChange();
        } else {
            string("change");
            line(1 + bytes.get(bytes.position()), "address");
            i32("port");
        }
    }

    private void schemaChange() {
        string("change");
        var target = string("target");
        string("keyspace");
        if (!target.equals("KEYSPACE")) {
            string("name");
        }
        if (target.equals("FUNCTION") || target.equals("AGGREGATE")) {
            strings("argument type");
        }
    }

    private void result() {
        switch (i32("result kind")) {
            case 2 -> {
                int columns = metadata(false);
                int rows = i32("rows");
                for (int i = 0; i < rows * columns; i++) {
                    bytes("value");
                }
            }
            case 3 -> string("keyspace");
            case 4 -> {
                shortBytes("id");
                if (version >= 5) {
                    shortBytes("result metadata id");
                }
                metadata(version >= 4);
                metadata(false);
            }
            case 5 -> schemaChange();
            default -> {}
        }
    }

    private int metadata(boolean withKeys) {
        int flags = bytes.getInt(bytes.position());
        line(4, "metadata flags" + bits(flags, "one table", "more pages", "no metadata", "changed"));
        int columns = i32("columns");
        if (withKeys) {
            for (int i = i32("key columns"); i > 0; i--) {
                u16("index");
            }
        }
        if ((flags & 2) != 0) {
            bytes("paging state");
        }
        if ((flags & 8) != 0) {
            shortBytes("new metadata id");
        }
        if ((flags & 4) != 0) {
            return columns;
        }
        if ((flags & 1) != 0) {
            string("keyspace");
            string("table");
        }
        for (int i = 0; i < columns; i++) {
            if ((flags & 1) == 0) {
                string("keyspace");
                string("table");
            }
            string("column");
            type();
        }
        return columns;
    }

    private void type() {
        int id = u16("type");
        switch (id) {
            case 0 -> string("class");
            case 0x20, 0x22 -> type();
            case 0x21 -> {
                type();
                type();
            }
            case 0x30 -> {
                string("keyspace");
                string("name");
                for (int i = u16("fields"); i > 0; i--) {
                    string("field");
                    type();
                }
            }
            case 0x31 -> {
                for (int i = u16("components"); i > 0; i--) {
                    type();
                }
            }
            default -> {}
        }
    }

    private int u16(String meaning) {
        int value = bytes.getShort(bytes.position()) & 0xffff;
        line(2, meaning + " " + value);
        return value;
    }

    private int i32(String meaning) {
        int value = bytes.getInt(bytes.position());
        line(4, meaning + " " + value);
        return value;
    }

    private void bytes(String meaning) {
        int length = bytes.getInt(bytes.position());
        line(4 + Math.max(0, length), meaning + (length == -1 ? ": null" : length == -2 ? ": unset" : ""));
    }

    private void shortBytes(String meaning) {
        line(2 + (bytes.getShort(bytes.position()) & 0xffff), meaning);
    }

    private void strings(String meaning) {
        for (int i = u16(meaning + "s"); i > 0; i--) {
            string(meaning);
        }
    }

    private String string(String meaning) {
        int length = bytes.getShort(bytes.position()) & 0xffff;
        return text(2, length, meaning);
    }

    private void longString(String meaning) {
        text(4, bytes.getInt(bytes.position()), meaning);
    }

    private String text(int prefix, int length, String meaning) {
        var text = new String(bytes.array(), bytes.position() + prefix, length, StandardCharsets.UTF_8);
        line(prefix + length, meaning + " '" + text + "'");
        return text;
    }

    private static String bits(int flags, String... names) {
        var text = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if ((flags & 1 << i) != 0) {
                text.append(text.isEmpty() ? ": " : ", ").append(names[i]);
            }
        }
        return text.toString();
    }

    private void line(int count, String meaning) {
        byte[] field = new byte[count];
        int at = bytes.position();
        bytes.get(field);
        out.append(
                String.format("%4d: %s # %s\n", at, HexFormat.ofDelimiter(" ").formatHex(field), meaning));
    }
}
