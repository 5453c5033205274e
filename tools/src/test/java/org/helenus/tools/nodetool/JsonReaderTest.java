package org.helenus.tools.nodetool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {
    @Test
    void everyKindOfValueIsRead() {
        var json = JsonReader.read(
                " {\"a\" : [1, -2.5e3, true,false, null, \"\", {}, []],\n\"\\u00e9\\n\\\"\":\"\\t/\"} ");
        assertThat(json.list("a")).hasSize(8);
        assertThat(json.text("é\n\"")).isEqualTo("\t/");
        assertThat(JsonReader.read(json.pretty())).isEqualTo(json);
        assertThat(json.pretty())
                .isEqualTo(
                        "{\n  \"a\" : [ 1, -2.5e3, true, false, null, \"\", { }, [ ] ],\n  \"é\\n\\\"\" : \"\\t/\"\n}");
    }

    @Test
    void fieldsHaveTheirKinds() {
        var json =
                JsonReader.read("{\"t\":\"x\",\"n\":7,\"d\":1.5,\"b\":true,\"none\":null,\"big\":9223372036854775807}");
        assertThat(json.number("big")).isEqualTo(Long.MAX_VALUE);
        assertThat(json.decimal("d")).isEqualTo(1.5);
        assertThat(json.decimal("none")).isNaN();
        assertThat(json.truth("b")).isTrue();
        assertThatThrownBy(() -> json.number("d")).hasMessageContaining("'d' is no whole number");
        assertThatThrownBy(() -> json.number("t")).hasMessageContaining("'t' is no number");
        assertThatThrownBy(() -> json.text("n")).hasMessageContaining("'n' is no text");
        assertThatThrownBy(() -> json.list("n")).hasMessageContaining("'n' is no list");
        assertThatThrownBy(() -> json.truth("n")).hasMessageContaining("'n' is neither true nor false");
        assertThatThrownBy(() -> json.get("absent")).hasMessageContaining("it has no 'absent'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``          | an end at character 0",
                "{           | an end at character 1",
                "{\"a\"       | an end at character 4",
                "{\"a\":1     | an end at character 6",
                "{a:1}       | no '\"' at character 1",
                "[1 2]       | no ']' at character 3",
                "[1,]        | no value at character 3",
                "tru         | no value at character 0",
                "1 1         | something behind the end at character 2",
                "\"a          | an end at character 2",
                "\"\\x\"       | \\x at character 3",
                "\"\\u12      | an end at character 3",
                "\"\\u12zz\"   | no hexadecimal digits at character",
                "--1         | no value at character 3",
            })
    void whatIsNoneIsRefused(String text, String because) {
        assertThatThrownBy(() -> JsonReader.read(text))
                .isInstanceOf(UnexpectedAnswer.class)
                .hasMessageContaining(because);
    }

    @Test
    void depthHasALimit() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000)))
                .isInstanceOf(UnexpectedAnswer.class)
                .hasMessageContaining("more than 64 levels");
    }
}
