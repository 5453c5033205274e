package org.helenus.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which of several servers a parameter is of: the one whose extension has this
/// [name][HelenusExtension.Builder#named].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface OfServer {
    String value();
}
