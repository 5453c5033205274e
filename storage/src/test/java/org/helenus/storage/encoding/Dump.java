package org.helenus.storage.encoding;

import java.util.HexFormat;

/// Bytes as lines of `offset: hex  # meaning`, so that a change of a format reads as a sentence.
final class Dump {
    private final byte[] bytes;
    private final StringBuilder text = new StringBuilder();
    private int at;

    Dump(byte[] bytes) {
        this.bytes = bytes;
    }

    Dump next(int length, String meaning) {
        String hex = HexFormat.of().formatHex(bytes, at, at + length);
        text.append(String.format("%3d: %-36s # %s%n", at, hex, meaning));
        at += length;
        return this;
    }

    @Override
    public String toString() {
        if (at != bytes.length) {
            text.append(at)
                    .append(": ")
                    .append(HexFormat.of().formatHex(bytes, at, bytes.length))
                    .append(" left over\n");
        }
        return text.toString();
    }
}
