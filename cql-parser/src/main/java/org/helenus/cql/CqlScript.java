package org.helenus.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a script into statements at its semicolons, those outside of strings, quoted names and comments. A batch is
/// one statement: it ends at the semicolon after `APPLY BATCH`.
///
/// Knows nothing of the grammar, so it also cuts what only a shell understands.
final class CqlScript {
    private final String script;
    private final List<StatementText> statements = new ArrayList<>();
    private int at;

    /// Where the statement begins and where its last token ended; −1 before its first token.
    private int start = -1;
    private int end = -1;

    /// The first words of the statement, up to three, and the last two, all in capitals.
    private final List<String> firstWords = new ArrayList<>();
    private String lastWord = "";
    private String wordBefore = "";

    private CqlScript(String script) {
        this.script = script;
    }

    static List<StatementText> split(String script) {
        var splitter = new CqlScript(script);
        splitter.split();
        return List.copyOf(splitter.statements);
    }

    private void split() {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (script.startsWith("--", at) || script.startsWith("//", at)) {
                skipLine();
            } else if (script.startsWith("/*", at)) {
                skipComment();
            } else if (c == ';') {
                semicolon();
            } else {
                token(c);
            }
        }
        if (start >= 0) {
            add(false);
        }
    }

    private void semicolon() {
        if (start < 0) {
            at++;
        } else if (isOpenBatch()) {
            end = ++at;
        } else {
            add(true);
            at++;
        }
    }

    private void token(char c) {
        int from = at;
        if (c == '\'' || c == '"') {
            skipPast(String.valueOf(c), at + 1);
        } else if (script.startsWith("$$", at)) {
            skipPast("$$", at + 2);
        } else if (isWordPart(c)) {
            while (at < script.length() && isWordPart(script.charAt(at))) {
                at++;
            }
            word(script.substring(from, at).toUpperCase(Locale.ROOT));
        } else {
            at++;
        }
        if (start < 0) {
            start = from;
        }
        end = at;
    }

    private void word(String word) {
        if (firstWords.size() < 3) {
            firstWords.add(word);
        }
        wordBefore = lastWord;
        lastWord = word;
    }

    private boolean isOpenBatch() {
        boolean begins = firstWords.size() >= 2
                && firstWords.get(0).equals("BEGIN")
                && (firstWords.get(1).equals("BATCH")
                        || (firstWords.size() > 2 && firstWords.get(2).equals("BATCH")));
        return begins && !(wordBefore.equals("APPLY") && lastWord.equals("BATCH"));
    }

    private void add(boolean complete) {
        statements.add(new StatementText(script.substring(start, end), start, end, complete));
        start = -1;
        firstWords.clear();
        lastWord = "";
        wordBefore = "";
    }

    /// A doubled quote needs no care: it ends one string and begins the next.
    private void skipPast(String mark, int from) {
        int found = script.indexOf(mark, from);
        at = found < 0 ? script.length() : found + mark.length();
    }

    private void skipLine() {
        while (at < script.length() && script.charAt(at) != '\n' && script.charAt(at) != '\r') {
            at++;
        }
    }

    /// An unfinished comment is a beginning of something, so that a shell goes on reading.
    private void skipComment() {
        int found = script.indexOf("*/", at + 2);
        if (found >= 0) {
            at = found + 2;
            return;
        }
        start = start < 0 ? at : start;
        at = script.length();
        end = at;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
