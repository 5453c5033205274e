package org.helenus.tools.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CsvReaderTest {
    /// Records as `line: field|field`, quoted fields in brackets.
    private static List<String> read(String text, CsvFormat format) throws IOException {
        var records = new ArrayList<String>();
        try (var reader = new CsvReader(new StringReader(text), format)) {
            while (reader.next()) {
                var fields = new ArrayList<String>();
                for (int i = 0; i < reader.fieldCount(); i++) {
                    fields.add(reader.isQuoted(i) ? "[" + reader.field(i) + "]" : reader.field(i));
                }
                records.add(reader.line() + ": " + String.join("|", fields));
            }
        }
        return records;
    }

    private static List<String> read(String text) throws IOException {
        return read(text, CsvFormat.DEFAULTS);
    }

    @Test
    void fieldsAndLines() throws IOException {
        assertThat(read("a,b\n1,2\n")).containsExactly("1: a|b", "2: 1|2");
        assertThat(read("a\r\nb\rc")).containsExactly("1: a", "2: b", "3: c");
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n x ,\n\n,\n")).containsExactly("3:  x |", "5: |");
    }

    @Test
    void quotesAndEscapes() throws IOException {
        assertThat(read("\"a,\"\"b\"\"\",\"\",c\"d\n")).containsExactly("1: [a,\"b\"]|[]|c\"d");
        assertThat(read("\"one\ntwo\",x\ny")).containsExactly("1: [one\ntwo]|x", "3: y");
        assertThat(read("a\\,b,\"\\\"c\"")).containsExactly("1: a,b|[\"c]");
        var plain = new CsvFormat(';', '\'', Optional.empty());
        assertThat(read("a\\;'it''s';\"b\"", plain)).containsExactly("1: a\\|[it's]|\"b\"");
    }

    @Test
    void whatCannotBeTakenApart() {
        assertThatThrownBy(() -> read("a\nb,\"c\nd"))
                .isInstanceOf(MalformedCsvException.class)
                .hasMessage("line 2: a quote is not closed");
        assertThatThrownBy(() -> read("a\\")).hasMessage("line 1: nothing behind the escape");
        assertThatThrownBy(() -> new CsvFormat(',', ',', Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CsvFormat('\n', '"', Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        String letters = "ab,;\"'\\\n\r ";
        for (var format : List.of(CsvFormat.DEFAULTS, new CsvFormat(';', '\'', Optional.empty()))) {
            for (int round = 0; round < 300; round++) {
                var text = new StringBuilder();
                int count = 1 + random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    text.append(i > 0 ? String.valueOf(format.delimiter()) : "").append(format.quote());
                    for (int length = random.nextInt(6); length > 0; length--) {
                        char c = letters.charAt(random.nextInt(letters.length()));
                        boolean special = c == format.quote()
                                || format.escape().filter(e -> e == c).isPresent();
                        text.append(special ? String.valueOf(c) + c : String.valueOf(c));
                    }
                    text.append(format.quote());
                }
                var before = read(text.toString(), format);
                var again = new StringBuilder();
                try (var reader = new CsvReader(new StringReader(text.toString()), format)) {
                    assertThat(reader.next()).isTrue();
                    new CsvWriter(again, format).write(reader);
                }
                assertThat(read(again.toString(), format))
                        .as("seed %s: %s", seed, text)
                        .isEqualTo(before);
            }
        }
    }
}
