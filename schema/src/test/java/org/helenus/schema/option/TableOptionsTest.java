package org.helenus.schema.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.helenus.schema.TextCases;
import org.helenus.schema.error.CqlException;
import org.junit.jupiter.api.Test;

/// Options in, options or errors out. A case: one property a line, `name = text` or `name = {key: value, …}`; answered
/// by what differs from the defaults, or by the error.
class TableOptionsTest {
    @Test
    void optionsAreValidated() throws IOException {
        TextCases.check("table-options.txt", TableOptionsTest::answer);
    }

    private static String answer(List<String> lines) {
        var properties = new LinkedHashMap<String, Object>();
        for (String line : lines) {
            String[] sides = line.split(" = ", 2);
            properties.put(sides[0], sides[1].startsWith("{") ? map(sides[1]) : sides[1]);
        }
        try {
            TableOptions options = TableOptions.created(properties);
            assertThat(TableOptions.created(options.toProperties())).isEqualTo(options);
            var answer = new StringBuilder();
            options.toProperties().forEach((name, value) -> {
                if (!value.equals(TableOptions.DEFAULTS.toProperties().get(name))) {
                    answer.append(answer.isEmpty() ? "" : "\n")
                            .append(name)
                            .append(" = ")
                            .append(value);
                }
            });
            return answer.isEmpty() ? "defaults" : answer.toString();
        } catch (CqlException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private static Map<String, String> map(String text) {
        var map = new LinkedHashMap<String, String>();
        String body = text.substring(1, text.length() - 1);
        for (String entry : body.isEmpty() ? new String[0] : body.split(", ", -1)) {
            String[] sides = entry.split(": ", 2);
            map.put(sides[0], sides[1]);
        }
        return map;
    }
}
