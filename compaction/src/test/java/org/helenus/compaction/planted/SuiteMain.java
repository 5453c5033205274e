package org.helenus.compaction.planted;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Runs the tests of some classes in a JVM of its own, until one fails: those without parameters that are not
/// `nightly`. It stands in for JUnit's launcher, which a test cannot count on having on its class path.
///
/// Says `FOUND` and what failed with exit code 1, or `NOTHING` with 0.
public final class SuiteMain {
    private SuiteMain() {}

    public static void main(String[] suites) throws ReflectiveOperationException, IOException {
        int tests = 0;
        for (String suite : suites) {
            for (var method : methods(Class.forName(suite), Test.class)) {
                if (isNightly(method)) {
                    continue;
                }
                try {
                    run(method);
                    tests++;
                } catch (InvocationTargetException e) {
                    System.out.println("FOUND by " + suite + "." + method.getName() + ": " + e.getCause());
                    System.exit(1);
                }
            }
        }
        System.out.println("NOTHING in " + tests + " tests");
        System.exit(0);
    }

    private static boolean isNightly(Method method) {
        for (var annotation : method.getAnnotations()) {
            for (var tag : annotation.annotationType().getAnnotationsByType(Tag.class)) {
                if (tag.value().equals("nightly")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void run(Method test) throws ReflectiveOperationException, IOException {
        var constructor = test.getDeclaringClass().getDeclaredConstructor();
        constructor.setAccessible(true);
        var object = constructor.newInstance();
        for (Field field : test.getDeclaringClass().getDeclaredFields()) {
            if (field.isAnnotationPresent(TempDir.class)) {
                field.setAccessible(true);
                field.set(object, Files.createTempDirectory("planted"));
            }
        }
        for (var before : methods(test.getDeclaringClass(), BeforeEach.class)) {
            before.invoke(object);
        }
        TestReporter silent = entries -> {};
        if (test.getParameterCount() == 0) {
            test.invoke(object);
        } else {
            test.invoke(object, silent);
        }
    }

    private static List<Method> methods(Class<?> type, Class<? extends java.lang.annotation.Annotation> annotation) {
        var methods = new ArrayList<Method>();
        for (var method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(annotation) && !Modifier.isStatic(method.getModifiers())) {
                method.setAccessible(true);
                methods.add(method);
            }
        }
        methods.sort(Comparator.comparing(Method::getName));
        return methods;
    }
}
