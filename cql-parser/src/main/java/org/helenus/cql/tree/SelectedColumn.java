package org.helenus.cql.tree;

import java.util.Optional;

/// One item of a selection.
public record SelectedColumn(Selector selector, Optional<Name> alias) {}
