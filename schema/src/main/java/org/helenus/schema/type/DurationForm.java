package org.helenus.schema.type;

/// `duration`. It has no order of its own; where one is needed at all, its bytes give it.
final class DurationForm implements ByteOrderedForm {
    @Override
    public boolean allowsEmpty() {
        return false;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        CqlDuration.read(array, offset, length);
    }

    @Override
    public String format(byte[] wire) {
        return CqlDuration.read(wire, 0, wire.length).toString();
    }

    @Override
    public byte[] parse(String text) {
        return CqlDuration.parse(text).wire();
    }
}
