package org.helenus.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an answer to a statement by lot is another one because we mean it to be. Each kind stands in a script too,
/// with
/// its reason.
final class MeantDifferences {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?");
    private static final Pattern WRONG_CONDITION = Pattern.compile(
            "error 0x2200 Invalid (?:comparison with (?:null|an empty \\w+) for operator \"[^\"]+\"|negative list index -\\d+"
                    + "|'unset' value in condition|null value for \\w+ element access)");

    private MeantDifferences() {}

    static boolean contains(ScriptStep step, String expected, String actual) {
        return isOrderOfConditions(step, expected, actual)
                || isEmptyKey(step, expected, actual)
                || writesNumbersAsText(step) && isSameNumbers(expected, actual);
    }

    /// Of several conditions on one row Cassandra looks at one after the other in the order of their hashes, until
    /// one
    /// does not hold; what is wrong with another one it says or not.
    private static boolean isOrderOfConditions(ScriptStep step, String expected, String actual) {
        String statement = step.statement();
        boolean several = statement.startsWith("BEGIN") && statement.indexOf(" IF ") != statement.lastIndexOf(" IF ");
        return several
                && (isRefusal(expected) && isWrongCondition(actual)
                        || isWrongCondition(expected) && isRefusal(actual)
                        || isWrongCondition(expected) && isWrongCondition(actual));
    }

    /// That a partition key is empty is told before what is wrong with other values; there after it.
    private static boolean isEmptyKey(ScriptStep step, String expected, String actual) {
        return step.statement().startsWith("SELECT ")
                && expected.startsWith("error 0x2200 Invalid ")
                && actual.equals("error 0x2200 Key may not be empty");
    }

    private static boolean isRefusal(String answer) {
        return answer.startsWith("[applied] boolean") && answer.contains("\nfalse");
    }

    private static boolean isWrongCondition(String answer) {
        return WRONG_CONDITION.matcher(answer).matches();
    }

    private static boolean writesNumbersAsText(ScriptStep step) {
        String statement = step.statement();
        return statement.startsWith("SELECT JSON ")
                || statement.contains("to_json(")
                || statement.contains(" AS text)");
    }

    /// Up to Java 18, which Cassandra runs on, some numbers were written with more digits than they need.
    static boolean isSameNumbers(String expected, String actual) {
        Matcher theirs = NUMBER.matcher(expected);
        Matcher ours = NUMBER.matcher(actual);
        int theirEnd = 0;
        int ourEnd = 0;
        while (theirs.find()) {
            if (!ours.find()
                    || !expected.substring(theirEnd, theirs.start()).equals(actual.substring(ourEnd, ours.start()))
                    || !isSameNumber(theirs.group(), ours.group())) {
                return false;
            }
            theirEnd = theirs.end();
            ourEnd = ours.end();
        }
        return !ours.find() && expected.substring(theirEnd).equals(actual.substring(ourEnd));
    }

    private static boolean isSameNumber(String theirs, String ours) {
        return theirs.equals(ours)
                || ours.equals(Float.toString(Float.parseFloat(theirs)))
                || ours.equals(Double.toString(Double.parseDouble(theirs)));
    }
}
