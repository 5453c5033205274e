package org.helenus.schema.type;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.helenus.schema.error.InvalidRequest;

/// Types in the order of their bytes: `blob`, `text`, `ascii`.
enum BytesForm implements ByteOrderedForm {
    BLOB {
        @Override
        public void validate(byte[] array, int offset, int length) {}

        @Override
        public String format(byte[] wire) {
            return "0x" + HexFormat.of().formatHex(wire);
        }

        @Override
        public byte[] parse(String text) {
            String hex = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
            try {
                return HexFormat.of().parseHex(hex);
            } catch (IllegalArgumentException _) {
                throw new InvalidRequest("cannot parse '" + hex + "' as hex bytes");
            }
        }
    },
    TEXT {
        @Override
        public void validate(byte[] array, int offset, int length) {
            if (!Utf8.isValid(array, offset, length)) {
                throw new InvalidRequest("String didn't validate.");
            }
        }
    },
    ASCII {
        @Override
        public void validate(byte[] array, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (array[i] < 0) {
                    throw new InvalidRequest("Invalid byte for ascii: " + array[i]);
                }
            }
        }

        @Override
        public byte[] parse(String text) {
            byte[] bytes = super.parse(text);
            if (bytes.length != text.length()) {
                throw new InvalidRequest("Invalid ASCII character in string literal:"
                        + " java.nio.charset.UnmappableCharacterException: Input length = 1");
            }
            return bytes;
        }
    };

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public String format(byte[] wire) {
        return Names.quoteText(new String(wire, StandardCharsets.UTF_8));
    }

    @Override
    public byte[] parse(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isQuoted() {
        return this != BLOB;
    }
}
