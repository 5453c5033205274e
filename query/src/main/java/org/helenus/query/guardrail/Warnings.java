package org.helenus.query.guardrail;

import java.util.ArrayList;
import java.util.List;

/// What a client is to be warned of, in the order in which it came up. Costs nothing while there is nothing. One
/// request, one thread at a time.
public final class Warnings {
    /// For a request that nobody watches.
    public static final Warnings NONE = new Warnings(false);

    private final boolean takes;
    private List<String> texts = List.of();

    public Warnings() {
        this(true);
    }

    private Warnings(boolean takes) {
        this.takes = takes;
    }

    public void add(String text) {
        if (!takes) {
            throw new IllegalStateException("nobody hears " + text);
        }
        if (texts.isEmpty()) {
            texts = new ArrayList<>();
        }
        texts.add(text);
    }

    public List<String> texts() {
        return texts;
    }
}
