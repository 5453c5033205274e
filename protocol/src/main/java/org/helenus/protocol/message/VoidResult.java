package org.helenus.protocol.message;

/// Done, and nothing to show.
public record VoidResult() implements Result {}
