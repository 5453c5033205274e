package org.helenus.query.modify;

import org.helenus.query.expression.Scope;

/// One statement to write, with its values.
public record Write(ModifyPlan plan, Scope scope) {}
