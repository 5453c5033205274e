package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NicenessTest {
    /// The kernel's own account of the calling thread: the 19th field, of which the second, in brackets, may hold
    /// blanks.
    private static int ownNiceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aThreadThatMergesIsNiceAndOthersAreNot() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/thread-self/stat")), "a system that tells");
        int before = ownNiceness();
        var seen = new CompletableFuture<Integer>();
        var calls = new AtomicInteger();
        var threads = new CompactorThreads(
                1,
                Math.max(before, 7),
                _ -> calls.getAndIncrement() == 0 ? Optional.of(() -> seen.complete(ownNiceness())) : Optional.empty());
        threads.start();
        assertThat(seen.get()).isEqualTo(Math.max(before, 7));
        CompactorThreads.join(threads.all());
        assertThat(ownNiceness()).isEqualTo(before);
    }

    @Test
    void zeroChangesNothing() {
        assertThat(Niceness.take(0)).isFalse();
    }

    @Test
    void rangeOfTheOption() {
        var options = new CompactionOptions(1, 0, Duration.ofHours(1));
        assertThat(options.niceness()).isEqualTo(10);
        assertThat(options.withNiceness(19).niceness()).isEqualTo(19);
        assertThatThrownBy(() -> options.withNiceness(20)).hasMessageContaining("0 … 19");
        assertThatThrownBy(() -> options.withNiceness(-1)).hasMessageContaining("0 … 19");
    }
}
