package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// A CQL type: what its bytes mean on the wire, in which order they come, and how they read as text.
///
/// Three forms of a value:
/// - **wire**: what protocol and disk carry, big-endian, without its length. Empty (zero bytes) is a value of its own,
///   which most scalar types allow; it comes before every other.
/// - **ordered**: self-delimiting bytes whose unsigned order is [#compare], equal exactly when it gives 0. Where two
///   wire forms are equal, the ordered form keeps one of them: see [#orderedIsLossless()].
/// - **text**: the CQL literal.
///
/// Immutable; safe from any thread. Equality is by structure.
public sealed interface CqlType
        permits NativeType, ListType, SetType, MapType, TupleType, UserType, VectorType, CustomType {
    /// As `system_schema` prints it: `frozen<map<text, int>>`.
    String cqlName();

    /// Whether it is stored as cells of its own with a path: a non-frozen collection or user type.
    boolean isMultiCell();

    /// The same type, stored as one value.
    CqlType freeze();

    /// @throws org.helenus.schema.error.InvalidRequest in Cassandra's words, when the bytes are not of this type
    void validate(byte[] array, int offset, int length);

    /// Cassandra's order of this type's valid wire bytes.
    default int compare(byte[] a, byte[] b) {
        return compare(a, 0, a.length, b, 0, b.length);
    }

    /// The same, of slices.
    int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength);

    /// Appends the ordered form, ascending. Only for valid wire bytes; empty ones only where the type's own length
    /// varies (keys mark empty components themselves).
    void writeOrdered(byte[] array, int offset, int length, ByteWriter out);

    /// Back to wire bytes, advancing the reader. The canonical ones when [#orderedIsLossless()] is false.
    byte[] readOrdered(OrderedReader in);

    /// False: different wire bytes may be equal (decimals, NaN, tuples with trailing nulls …), so that whoever
    /// needs the original bytes must keep them beside the ordered form when they differ.
    boolean orderedIsLossless();

    /// Bytes of every non-empty value, or −1 when they vary. What a vector lays out without lengths.
    int fixedLength();

    /// CQL literal of valid wire bytes. Empty bytes of a scalar give an empty string.
    String format(byte[] wire);

    /// Wire bytes of the text of a CQL constant: of what stands between the quotes for quoted ones (`2020-01-01`,
    /// `127.0.0.1`), of the literal itself for others (`12`, `0xff`, `[1, 2]`).
    ///
    /// @throws org.helenus.schema.error.InvalidRequest when the text is not of this type
    byte[] parse(String text);

    /// Whether constants of this type stand between single quotes.
    default boolean isQuoted() {
        return false;
    }

    /// `org.apache.cassandra.db.marshal.…`, as custom types are named on the wire.
    String marshalName();

    /// Whether a value may hold a duration, which has no order, or a counter, at any depth.
    boolean contains(NativeType type);
}
