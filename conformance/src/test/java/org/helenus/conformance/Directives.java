package org.helenus.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;

/// How a statement of a script is sent.
///
///     @page 2                rows of a page; all pages are fetched
///     @bind 1 | 'x' | unset  prepares the statement and executes it with these values: CQL literals, null, unset
///     @timestamp 5           the default write timestamp, in microseconds
///     @now 1000              the clock for expiry, in epoch seconds
///     @consistency QUORUM
///     @serial LOCAL_SERIAL
///
/// @param bind the literals; empty: not prepared
record Directives(
        OptionalInt page,
        Optional<List<String>> bind,
        OptionalLong timestamp,
        OptionalLong now,
        ConsistencyLevel consistency,
        Optional<ConsistencyLevel> serial) {

    /// @throws IllegalArgumentException for a directive that nobody knows
    static Directives parse(List<String> lines) {
        OptionalInt page = OptionalInt.empty();
        Optional<List<String>> bind = Optional.empty();
        OptionalLong timestamp = OptionalLong.empty();
        OptionalLong now = OptionalLong.empty();
        ConsistencyLevel consistency = ConsistencyLevel.ONE;
        Optional<ConsistencyLevel> serial = Optional.empty();
        for (String line : lines) {
            String[] parts = line.split(" ", 2);
            String value = parts.length == 1 ? "" : parts[1].strip();
            switch (parts[0]) {
                case "@page" -> page = OptionalInt.of(Integer.parseInt(value));
                case "@bind" -> bind = Optional.of(literals(value));
                case "@timestamp" -> timestamp = OptionalLong.of(Long.parseLong(value));
                case "@now" -> now = OptionalLong.of(Long.parseLong(value));
                case "@consistency" -> consistency = ConsistencyLevel.valueOf(value);
                case "@serial" -> serial = Optional.of(ConsistencyLevel.valueOf(value));
                default -> throw new IllegalArgumentException("no such directive: " + line);
            }
        }
        return new Directives(page, bind, timestamp, now, consistency, serial);
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
    QueryParameters parameters(BoundValues values, byte[] pagingState) {
        return new QueryParameters(
                consistency, serial, values, false, page.orElse(-1), pagingState, timestamp, Optional.empty(), now);
    }
}
