package org.helenus.schema.type;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.helenus.schema.TextCases;
import org.helenus.schema.error.InvalidRequest;
import org.junit.jupiter.api.Test;

/// What wire bytes each type refuses, and with which words. A case: a marshal class name, then hex bytes a line.
class WireValidationTest {
    @Test
    void wrongBytesAreNamed() throws IOException {
        TextCases.check("wire-validation.txt", WireValidationTest::answer);
    }

    private static String answer(List<String> lines) {
        CqlType type = MarshalNames.parse(lines.getFirst());
        var answer = new StringBuilder();
        for (String hex : lines.subList(1, lines.size())) {
            byte[] wire = HexFormat.of().parseHex(hex.equals("empty") ? "" : hex);
            String said;
            try {
                type.validate(wire, 0, wire.length);
                said = "valid";
            } catch (InvalidRequest e) {
                said = e.getMessage();
            }
            answer.append(answer.isEmpty() ? "" : "\n").append(said);
        }
        return answer.toString();
    }
}
