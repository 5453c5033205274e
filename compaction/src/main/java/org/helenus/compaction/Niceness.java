package org.helenus.compaction;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How nice threads that merge are to the others, in the kernel's sense: where processors are scarce a thread of
/// niceness 10 gets about a tenth of what one of 0 does, and all of what nobody else wants. So a merge is what waits
/// when a flush, a sync of the log or a compilation needs a processor too, not somebody's read; and yet it never
/// stands still, so that nobody waits for long for a lock that it holds.
///
/// Linux only, where threads have a niceness each. Elsewhere, and where the JVM may not call the system
/// (`--enable-native-access`), threads stay as they are.
final class Niceness {
    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private Niceness() {}

    /// Makes the calling thread, and those that it starts from now on, as nice as this. There is no way back: only
    /// the privileged may be less nice than they were.
    ///
    /// @param niceness 0 … 19; 0 changes nothing
    /// @return whether it did anything
    @SuppressWarnings("restricted") // the one call of the system, of a fixed signature
    static boolean take(int niceness) {
        if (niceness == 0
                || !System.getProperty("os.name").equals("Linux")
                || !Niceness.class.getModule().isNativeAccessEnabled()) {
            return false;
        }
        try {
            var linker = Linker.nativeLinker();
            var setpriority = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setpriority"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            boolean taken = (int) setpriority.invokeExact(PRIO_PROCESS, CALLING_THREAD, niceness) == 0;
            if (!taken) {
                LOG.info("The system does not let threads that merge be of niceness {}", niceness);
            }
            return taken;
        } catch (Throwable e) {
            // Merging matters more than how.
            LOG.info("Threads that merge are not of niceness {}: {}", niceness, e.toString());
            return false;
        }
    }
}
