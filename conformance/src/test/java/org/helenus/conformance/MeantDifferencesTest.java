package org.helenus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeantDifferencesTest {
    private static final String BATCH = "BEGIN BATCH UPDATE t SET a = 1 WHERE k = 1 IF a < 1;"
            + " UPDATE t SET b = 1 WHERE k = 1 IF b < null; APPLY BATCH";
    private static final String WRONG = "error 0x2200 Invalid comparison with null for operator \"<\"";
    private static final String REFUSED = "[applied] boolean\nfalse";

    private static boolean meant(String statement, String expected, String actual) {
        return MeantDifferences.contains(new ScriptStep(List.of(), List.of(), statement, ""), expected, actual);
    }

    @Test
    void ofSeveralConditionsAnyMayBeTheFirst() {
        assertThat(meant(BATCH, REFUSED, WRONG)).isTrue();
        assertThat(meant(BATCH, WRONG, REFUSED)).isTrue();
        assertThat(meant(BATCH, WRONG, WRONG.replace('<', '>'))).isTrue();
        assertThat(meant(BATCH, "[applied] boolean\ntrue", WRONG)).isFalse();
        assertThat(meant(BATCH, REFUSED, "[applied] boolean\ntrue")).isFalse();
        assertThat(meant(BATCH, REFUSED, "error 0x2200 Undefined column name a"))
                .isFalse();
        assertThat(meant("UPDATE t SET b = 1 WHERE k = 1 IF b < null", REFUSED, WRONG))
                .isFalse();
    }

    @Test
    void anEmptyKeyMayBeToldFirst() {
        String empty = "error 0x2200 Key may not be empty";
        String unset = "error 0x2200 Invalid unset value for column c";
        assertThat(meant("SELECT * FROM t WHERE k = ? AND c = ?", unset, empty)).isTrue();
        assertThat(meant("SELECT * FROM t WHERE k = ? AND c = ?", empty, unset)).isFalse();
        assertThat(meant("SELECT * FROM t WHERE k = ? AND c = ?", "k int", empty))
                .isFalse();
        assertThat(meant("DELETE FROM t WHERE k = ? AND c = ?", unset, empty)).isFalse();
    }

    @Test
    void numbersInTextMayHaveFewerDigits() {
        String theirs = "'{\"a\": 2.14748365E9, \"b\": 1.5}'";
        assertThat(meant("SELECT JSON a, b FROM t", theirs, "'{\"a\": 2.1474836E9, \"b\": 1.5}'"))
                .isTrue();
        assertThat(meant("SELECT to_json(a) FROM t", "'2.0E-3'", "'0.002'")).isTrue();
        assertThat(meant("SELECT a, b FROM t", theirs, "'{\"a\": 2.1474836E9, \"b\": 1.5}'"))
                .isFalse();
        assertThat(meant("SELECT JSON a, b FROM t", theirs, "'{\"a\": 2.1474836E9, \"b\": 1.6}'"))
                .isFalse();
        assertThat(meant("SELECT JSON a, b FROM t", theirs, "'{\"a\": 2.1474835E9, \"b\": 1.5}'"))
                .isFalse();
        assertThat(meant("SELECT JSON a, b FROM t", theirs, "'{\"a\": 2.1474836E9, \"c\": 1.5}'"))
                .isFalse();
        assertThat(meant("SELECT JSON a, b FROM t", theirs, "'{\"a\": 2.1474836E9}'"))
                .isFalse();
    }
}
