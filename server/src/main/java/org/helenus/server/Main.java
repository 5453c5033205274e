package org.helenus.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
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
        // Since the JVM began: before that the same process may have been a script that builds.
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        System.out.println("ready in " + (System.currentTimeMillis() - started) + " ms");
        System.out.flush();
        Thread.currentThread().join();
    }

    private static void stop(HelenusServer server) {
        var end = ExitCode.FAILURE;
        try {
            server.close();
            System.out.println("stopped");
            end = ExitCode.OK;
        } catch (IOException e) {
            System.err.println("helenus: the stop failed: " + e.getMessage());
        } finally {
            System.out.flush();
            Runtime.getRuntime().halt(end.code());
        }
    }

    /// Of the jar; classes that lie around have none.
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }
}
