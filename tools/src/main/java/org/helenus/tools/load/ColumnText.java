package org.helenus.tools.load;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// From the text of one column to wire bytes. The formats are those of the column's own values; inside collections
/// values are CQL literals. One thread.
final class ColumnText {
    private final ColumnMetadata column;
    private final CqlType type;
    private final TextOptions options;

    ColumnText(ColumnMetadata column, TextOptions options) {
        this.column = column;
        this.options = options;
        type = column.type();
    }

    /// Empty: null.
    ///
    /// @param quoted whether it stood in quotes
    /// @throws BadValueException it is not of the column's type
    Optional<byte[]> parse(String text, boolean quoted) {
        if (text.equals(options.nullText()) && !(quoted && takesAnyText())) {
            return Optional.empty();
        }
        try {
            byte[] wire = type instanceof NativeType scalar ? scalar(scalar, text) : type.parse(text);
            type.validate(wire, 0, wire.length);
            return Optional.of(wire);
        } catch (BadValueException e) {
            throw new BadValueException("column " + column.name() + ": " + e.getMessage());
        } catch (CqlException | IllegalArgumentException e) {
            throw new BadValueException("column " + column.name() + " (" + type.cqlName() + "): " + e.getMessage());
        }
    }

    private boolean takesAnyText() {
        return type == NativeType.TEXT || type == NativeType.ASCII;
    }

    private byte[] scalar(NativeType scalar, String text) {
        return switch (scalar) {
            case BOOLEAN -> scalar.parse(truth(text));
            case TINYINT, SMALLINT, INT, BIGINT, VARINT, COUNTER, DECIMAL, FLOAT, DOUBLE -> scalar.parse(number(text));
            case TIMESTAMP -> {
                if (options.timestampFormat().isEmpty()) {
                    yield scalar.parse(text);
                }
                yield either(() -> i64(options.timestampFormat().get().timestampMillis(text)), scalar, text);
            }
            case DATE -> {
                if (options.dateFormat().isEmpty()) {
                    yield scalar.parse(text);
                }
                yield either(
                        () -> ByteBuffer.allocate(4)
                                .putInt((int) (options.dateFormat().get().epochDay(text) + Integer.MIN_VALUE))
                                .array(),
                        scalar,
                        text);
            }
            case TIME -> {
                if (options.timeFormat().isEmpty()) {
                    yield scalar.parse(text);
                }
                yield either(() -> i64(options.timeFormat().get().nanoOfDay(text)), scalar, text);
            }
            case ASCII, BLOB, DURATION, INET, TEXT, TIMEUUID, UUID -> scalar.parse(text);
        };
    }

    @FunctionalInterface
    private interface Formatted {
        byte[] parse();
    }

    /// By the format, else as CQL has it; when neither reads it, the format is what the user hears of.
    private static byte[] either(Formatted formatted, NativeType scalar, String text) {
        try {
            return formatted.parse();
        } catch (BadValueException e) {
            try {
                return scalar.parse(text);
            } catch (CqlException _) {
                throw e;
            }
        }
    }

    private static byte[] i64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    private String truth(String text) {
        if (text.equalsIgnoreCase(options.trueText()) || text.equalsIgnoreCase("true")) {
            return "true";
        }
        if (text.equalsIgnoreCase(options.falseText()) || text.equalsIgnoreCase("false")) {
            return "false";
        }
        throw new BadValueException("'" + text + "' is neither " + options.trueText() + " nor " + options.falseText());
    }

    private String number(String text) {
        String number = text.strip();
        if (options.thousandsSeparator().isPresent()) {
            number = number.replace(options.thousandsSeparator().get().toString(), "");
        }
        return options.decimalSeparator() == '.' ? number : number.replace(options.decimalSeparator(), '.');
    }
}
