package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// A type that only its class name tells. What its values mean is known of those that tables may have, see
/// [#isUsable()], and of [#EMPTY]; values of others, which clients may meet in another server's result metadata, are
/// bytes to us, in byte order.
///
/// Equal when the names are.
public final class CustomType implements CqlType {
    /// The type of the value that rows of a compact table have when no column was named for it: there or not
    /// there, and empty. It has a name, though no statement can use it.
    public static final CustomType EMPTY = new CustomType(MarshalNames.PACKAGE + "EmptyType", EmptyForm.ONLY);

    private final String className;
    private final ScalarForm form;

    public CustomType(String className) {
        this(className, MarshalNames.form(className));
    }

    CustomType(String className, ScalarForm form) {
        this.className = className;
        this.form = form;
    }

    public String className() {
        return className;
    }

    ScalarForm form() {
        return form;
    }

    /// Whether a table may have columns of it: `LexicalUUIDType`, `CompositeType`, `DynamicCompositeType`.
    public boolean isUsable() {
        return form != BytesForm.BLOB && form != EmptyForm.ONLY;
    }

    public boolean isLexicalUuid() {
        return form == LexicalUuidForm.ONLY;
    }

    @Override
    public String cqlName() {
        return form == EmptyForm.ONLY ? "empty" : Names.quoteText(className);
    }

    @Override
    public boolean isMultiCell() {
        return false;
    }

    @Override
    public CustomType freeze() {
        return this;
    }

    @Override
    public int fixedLength() {
        return isLexicalUuid() ? 16 : -1;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        if (length > 0 || !form.allowsEmpty()) {
            form.validate(array, offset, length);
        }
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return aLength == 0 || bLength == 0
                ? Boolean.compare(aLength != 0, bLength != 0)
                : form.compare(a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        form.writeOrdered(array, offset, length, out);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return form.readOrdered(in);
    }

    @Override
    public boolean orderedIsLossless() {
        return form.orderedIsLossless();
    }

    @Override
    public boolean isQuoted() {
        return form.isQuoted();
    }

    @Override
    public String format(byte[] wire) {
        return isQuoted() && wire.length > 0 ? Names.quoteText(bareText(wire)) : bareText(wire);
    }

    /// The literal without the quotes around it.
    String bareText(byte[] wire) {
        return wire.length == 0 ? "" : form.format(wire);
    }

    @Override
    public byte[] parse(String text) {
        if (!isUsable()) {
            throw new InvalidRequest("Values of " + cqlName() + " cannot be written as text");
        }
        return form.parse(text);
    }

    @Override
    public String marshalName() {
        return className;
    }

    @Override
    public boolean contains(NativeType type) {
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CustomType type && type.className.equals(className);
    }

    @Override
    public int hashCode() {
        return className.hashCode();
    }

    @Override
    public String toString() {
        return "CustomType[" + className + "]";
    }
}
