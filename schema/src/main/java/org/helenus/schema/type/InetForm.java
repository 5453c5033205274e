package org.helenus.schema.type;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.helenus.schema.error.InvalidRequest;

/// `inet`: four or sixteen bytes, in byte order. Host names are not looked up.
final class InetForm implements ByteOrderedForm {
    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        if (length != 4 && length != 16) {
            throw new InvalidRequest("Expected 4 or 16 byte inetaddress; got "
                    + HexFormat.of().formatHex(array, offset, offset + Math.min(length, 32)));
        }
    }

    @Override
    public String format(byte[] wire) {
        try {
            return Names.quoteText(InetAddress.getByAddress(wire).getHostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("bytes that were validated", e);
        }
    }

    @Override
    public byte[] parse(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException _) {
            throw new InvalidRequest("Unable to make inet address from '" + text + "'");
        }
    }

    @Override
    public boolean isQuoted() {
        return true;
    }
}
