package org.helenus.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;

/// How a statement of a script is sent.
///
///     @page 2                rows of a page; all pages are fetched
///     @page 2 5 1            of the first, second and third page, the fourth again as the first
///     @bind 1 | 'x' | unset  prepares the statement and executes it with these values: CQL literals, null, unset
///     @timestamp 5           the default write timestamp, in microseconds
///     @now 1000              the clock for expiry, in epoch seconds
///     @consistency QUORUM
///     @serial LOCAL_SERIAL
///
/// @param bind the literals; empty: not prepared
record Directives(
        List<Integer> pages,
        Optional<List<String>> bind,
        OptionalLong timestamp,
        OptionalLong now,
        ConsistencyLevel consistency,
        Optional<ConsistencyLevel> serial) {

    /// @throws IllegalArgumentException for a directive that nobody knows
    static Directives parse(List<String> lines) {
        List<Integer> pages = List.of();
        Optional<List<String>> bind = Optional.empty();
        OptionalLong timestamp = OptionalLong.empty();
        OptionalLong now = OptionalLong.empty();
        ConsistencyLevel consistency = ConsistencyLevel.ONE;
        Optional<ConsistencyLevel> serial = Optional.empty();
        for (String line : lines) {
            String[] parts = line.split(" ", 2);
            String value = parts.length == 1 ? "" : parts[1].strip();
            switch (parts[0]) {
                case "@page" ->
                    pages = List.of(value.split(" ")).stream()
                            .map(Integer::valueOf)
                            .toList();
                case "@bind" -> bind = Optional.of(literals(value));
                case "@timestamp" -> timestamp = OptionalLong.of(Long.parseLong(value));
                case "@now" -> now = OptionalLong.of(Long.parseLong(value));
                case "@consistency" -> consistency = ConsistencyLevel.valueOf(value);
                case "@serial" -> serial = Optional.of(ConsistencyLevel.valueOf(value));
                default -> throw new IllegalArgumentException("no such directive: " + line);
            }
        }
        return new Directives(pages, bind, timestamp, now, consistency, serial);
    }

    private static List<String> literals(String text) {
        var literals = new ArrayList<String>();
        if (!text.isEmpty()) {
            for (String literal : text.split("\\|", -1)) {
                literals.add(literal.strip());
            }
        }
        return literals;
    }

    /// What to send along with a statement, at the start of a page.
    QueryParameters parameters(BoundValues values, byte[] pagingState, int page) {
        int rows = pages.isEmpty() ? -1 : pages.get(page % pages.size());
        return new QueryParameters(
                consistency, serial, values, false, rows, pagingState, timestamp, Optional.empty(), now);
    }
}
