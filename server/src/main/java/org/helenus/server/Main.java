package org.helenus.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The process: starts a server, says when it is ready, and stops it when asked to.
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        switch (new Launcher(System.out, System.err).launch(args)) {
            case Launcher.Launch.Ended ended -> System.exit(ended.exitCode().code());
            case Launcher.Launch.Running running -> serve(running.server());
        }
    }

    private static void serve(HelenusServer server) throws InterruptedException {
        // The hook ends the process itself: after SIGTERM the JVM would say 143, though everything went well.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
        System.out.println("listening on " + server.address().getAddress().getHostAddress() + ":" + server.port());
        System.out.println("ready in " + sinceProcessStart().toMillis() + " ms");
        System.out.flush();
        Thread.currentThread().join();
    }

    private static void stop(HelenusServer server) {
        int code = ExitCode.OK.code();
        try {
            server.close();
            System.out.println("stopped");
        } catch (java.io.IOException e) {
            System.err.println("helenus: the stop failed: " + e.getMessage());
            code = ExitCode.FAILURE.code();
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    private static Duration sinceProcessStart() {
        var now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }

    /// Of the jar; classes that lie around have none.
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("(development)");
    }
}
