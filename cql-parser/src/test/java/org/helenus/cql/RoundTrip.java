package org.helenus.cql;

import static org.assertj.core.api.Assertions.assertThat;

import org.helenus.cql.tree.Position;

/// What must hold for every statement that was read.
final class RoundTrip {
    private RoundTrip() {}

    static void check(ParsedStatement parsed) {
        var text = CqlPrinter.print(parsed.statement());
        ParsedStatement again;
        try {
            again = CqlParser.parsePrepared(text);
        } catch (CqlSyntaxException error) {
            throw new AssertionError("printed as " + text, error);
        }
        assertThat(again.statement()).as(text).isEqualTo(parsed.statement());
        assertThat(TreeText.of(again.statement())).isEqualTo(TreeText.of(parsed.statement()));
        assertThat(CqlPrinter.print(again.statement())).isEqualTo(text);
        var before = Position.NONE;
        for (int i = 0; i < parsed.markers().size(); i++) {
            var marker = parsed.markers().get(i);
            assertThat(marker.index()).isEqualTo(i);
            assertThat(isAfter(marker.position(), before))
                    .as("markers count up in reading order")
                    .isTrue();
            before = marker.position();
        }
    }

    /// Of an option that is given twice the last counts, so a marker of the first is not in the tree.
    static boolean dropsMarkers(ParsedStatement parsed) {
        var again = CqlParser.parsePrepared(CqlPrinter.print(parsed.statement()));
        return again.markers().size() < parsed.markers().size();
    }

    private static boolean isAfter(Position a, Position b) {
        return a.line() > b.line() || (a.line() == b.line() && a.column() > b.column());
    }
}
