package org.helenus.compaction;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Runs with `-Pnightly` only: what takes minutes.
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Tag("nightly")
@EnabledIfSystemProperty(named = "nightly", matches = "true", disabledReason = "takes minutes: mvn verify -Pnightly")
@interface Nightly {}
