package org.helenus.query.guardrail;

/// From where on clients are warned, and from where on they are refused: beyond the threshold, not at it.
///
/// @param warn [#NEVER]: they are not
/// @param fail likewise
public record Limit(long warn, long fail) {
    public static final long NEVER = -1;
    public static final Limit NONE = new Limit(NEVER, NEVER);

    boolean isSet() {
        return warn >= 0 || fail >= 0;
    }
}
