package org.helenus.tools.load;

import java.util.Optional;

/// How values are written as text, as `cqlsh COPY` has it.
///
/// @param nullText what stands for null; in quotes it does not for types that have such a value
/// @param timestampFormat of timestamps, as `strptime`; else ISO 8601 or milliseconds since 1970. A text that is not of
///     the format is tried so as well
/// @param dateFormat of dates, likewise
/// @param timeFormat of times, likewise
/// @param trueText one way to write `true`, beside `true`
/// @param falseText likewise
/// @param decimalSeparator of numbers
/// @param thousandsSeparator of numbers; empty: none
record TextOptions(
        String nullText,
        Optional<StrftimePattern> timestampFormat,
        Optional<StrftimePattern> dateFormat,
        Optional<StrftimePattern> timeFormat,
        String trueText,
        String falseText,
        char decimalSeparator,
        Optional<Character> thousandsSeparator) {
    static final TextOptions DEFAULTS = new TextOptions(
            "", Optional.empty(), Optional.empty(), Optional.empty(), "True", "False", '.', Optional.empty());
}
