package org.helenus.tools.shell;

/// The colours of cqlsh, each as the terminal's escape sequence.
enum Color {
    RED("\033[0;1;31m"),
    GREEN("\033[0;1;32m"),
    YELLOW("\033[0;1;33m"),
    BLUE("\033[0;1;34m"),
    MAGENTA("\033[0;1;35m"),
    CYAN("\033[0;1;36m"),
    WHITE("\033[0;1;37m"),
    DARK_MAGENTA("\033[0;35m");

    static final String RESET = "\033[0m";

    private final String escape;

    Color(String escape) {
        this.escape = escape;
    }

    String escape() {
        return escape;
    }

    String apply(String text) {
        return escape + text + RESET;
    }
}
