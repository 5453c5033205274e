package org.helenus.schema.type;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.helenus.schema.TextCases;
import org.helenus.schema.error.InvalidRequest;
import org.junit.jupiter.api.Test;

/// The text form of every type. A case: a marshal class name, then one text a line; answered by wire bytes and the
/// text that they print as.
class TypeTextTest {
    @Test
    void textsParseAndPrint() throws IOException {
        TextCases.check("type-texts.txt", TypeTextTest::answer);
    }

    private static String answer(List<String> lines) {
        CqlType type = MarshalNames.parse(lines.getFirst());
        var answer = new StringBuilder(type.cqlName());
        for (String text : lines.subList(1, lines.size())) {
            answer.append('\n');
            try {
                byte[] wire = type.parse(text);
                type.validate(wire, 0, wire.length);
                answer.append(HexFormat.of().formatHex(wire)).append("  ").append(type.format(wire));
            } catch (InvalidRequest e) {
                answer.append("error: ").append(e.getMessage());
            }
        }
        return answer.toString();
    }
}
