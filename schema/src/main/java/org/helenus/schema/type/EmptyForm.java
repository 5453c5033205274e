package org.helenus.schema.type;

import org.helenus.schema.error.InvalidRequest;

/// `EmptyType`: its only value has no bytes.
enum EmptyForm implements ByteOrderedForm {
    ONLY;

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        throw new InvalidRequest("EmptyType only accept empty values");
    }

    @Override
    public String format(byte[] wire) {
        return "";
    }

    @Override
    public byte[] parse(String text) {
        return new byte[0];
    }
}
