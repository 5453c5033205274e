package org.helenus.compaction.planted;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs the tests of some classes in a JVM of its own, until one fails: all that are not `nightly`.
///
/// Says `FOUND` and what failed with exit code 1, or `NOTHING` with 0.
public final class SuiteMain {
    private SuiteMain() {}

    public static void main(String[] suites) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(
                        Arrays.stream(suites).map(suite -> selectClass(suite)).toList())
                .filters(EngineFilter.includeEngines("junit-jupiter"), TagFilter.excludeTags("nightly"))
                .build();
        var listener = new FirstFailure();
        LauncherFactory.create().execute(request, listener);
        System.out.println("NOTHING in " + listener.tests + " tests");
        System.exit(0);
    }

    private static final class FirstFailure implements TestExecutionListener {
        private int tests;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(failure -> {
                System.out.println("FOUND by " + test.getUniqueId() + ": " + failure);
                System.exit(1);
            });
            if (test.isTest()) {
                tests++;
            }
        }
    }
}
