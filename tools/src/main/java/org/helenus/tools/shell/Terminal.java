package org.helenus.tools.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// What the shell writes to: the console, errors, and the results of queries, which may be captured in a file.
final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final Charset encoding;
    private final boolean color;
    private Optional<Captured> capture = Optional.empty();
    private boolean errorPrinted;

    private record Captured(String name, PrintStream stream) {}

    /// @param encoding of captured files; the streams bring their own
    Terminal(PrintStream out, PrintStream err, Charset encoding, boolean color) {
        this.out = out;
        this.err = err;
        this.encoding = encoding;
        this.color = color;
    }

    /// Whether results are coloured: never in a file.
    boolean color() {
        return color && capture.isEmpty();
    }

    /// What the shell itself has to say.
    void say(String line) {
        out.println(line);
    }

    void sayColored(String text, Color with, String rest) {
        out.println((color ? with.apply(text) : text) + rest);
    }

    void result(String line) {
        results().println(line);
    }

    void result(String text, Color with) {
        result(color() ? with.apply(text) : text);
    }

    void error(String line) {
        errorPrinted = true;
        flush();
        err.println(color ? Color.RED.apply(line) : line);
        err.flush();
    }

    boolean errorPrinted() {
        return errorPrinted;
    }

    void flush() {
        results().flush();
        out.flush();
    }

    void clearScreen() {
        out.print("\033[H\033[2J");
        out.flush();
    }

    Optional<String> captureName() {
        return capture.map(Captured::name);
    }

    /// Results go to the end of this file from here on.
    void captureTo(String name, Path file) throws IOException {
        var stream = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        capture = Optional.of(new Captured(name, new PrintStream(stream, false, encoding)));
    }

    void endCapture() {
        capture.ifPresent(captured -> captured.stream().close());
        capture = Optional.empty();
    }

    private PrintStream results() {
        return capture.map(Captured::stream).orElse(out);
    }
}
