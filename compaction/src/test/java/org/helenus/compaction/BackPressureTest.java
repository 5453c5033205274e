package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.ManualClock;
import org.junit.jupiter.api.Test;

final class BackPressureTest {
    private static final TableMetadata TABLE = TableMetadata.builder(new TableId(new UUID(1, 2)), "ks", "t")
            .partitionKey("k", NativeType.INT)
            .build();
    private static final BackPressureOptions OPTIONS =
            new BackPressureOptions(10, 110, 1000, 2000, Duration.ofMillis(100));

    private final ManualClock clock = new ManualClock(0);
    private final BackPressure brake = new BackPressure(OPTIONS, clock);

    /// Clients that each wait for their write before the next, and think for as long as makes `rate` of them
    /// without
    /// a brake.
    ///
    /// @return writes a second
    private double write(int clients, double rate, double seconds) {
        long end = clock.monotonicNanos() + (long) (seconds * 1e9);
        long think = (long) (clients * 1e9 / rate);
        var next = new long[clients];
        for (int i = 0; i < clients; i++) {
            next[i] = clock.monotonicNanos() + think * i / clients;
        }
        long writes = 0;
        while (true) {
            int first = 0;
            for (int i = 1; i < clients; i++) {
                first = next[i] < next[first] ? i : first;
            }
            if (next[first] >= end) {
                clock.advance(Duration.ofNanos(Math.max(0, end - clock.monotonicNanos())));
                return writes / seconds;
            }
            clock.advance(Duration.ofNanos(Math.max(0, next[first] - clock.monotonicNanos())));
            next[first] = clock.monotonicNanos() + brake.delayNanos() + think;
            writes++;
        }
    }

    @Test
    void nothingIsSlowedWithoutDebt() {
        assertThat(write(10, 1000, 5)).isBetween(995.0, 1005.0);
        brake.update(TABLE, new Debt(10, 1000));
        assertThat(write(10, 1000, 5)).isBetween(995.0, 1005.0);
        assertThat(brake.status().delayedWrites()).isZero();
        assertThat(brake.status().reason()).isEmpty();
    }

    /// More debt, fewer writes, in small steps: never a cliff.
    @Test
    void writesFallInProportionToTheDebt() {
        write(100, 10_000, 5);
        brake.update(TABLE, Debt.NONE);
        var rates = new ArrayList<Double>();
        for (int files = 10; files <= 110; files += 10) {
            brake.update(TABLE, new Debt(files, 0));
            write(100, 10_000, 1); // settles
            rates.add(write(100, 10_000, 4));
        }
        assertThat(rates.getFirst()).isBetween(9_900.0, 10_100.0);
        for (int i = 1; i < rates.size(); i++) {
            assertThat(rates.get(i - 1) - rates.get(i)).as("%s", rates).isBetween(-300.0, 2500.0);
        }
        assertThat(rates.get(5)).isBetween(4_500.0, 6_500.0); // half way
        assertThat(rates.getLast()).isGreaterThan(100); // never nothing
        assertThat(brake.status().pressure()).isEqualTo(1);
        assertThat(brake.status().reason()).isEqualTo("ks.t: 110 files wait to be merged");
        assertThat(brake.status().delayedWrites()).isPositive();
        brake.update(TABLE, Debt.NONE);
        assertThat(write(100, 10_000, 4)).isBetween(9_900.0, 10_100.0);
    }

    @Test
    void noWriteWaitsLongerThanIsSaid() {
        write(10, 1000, 5);
        brake.update(TABLE, new Debt(0, 1_999));
        long longest = 0;
        for (int i = 0; i < 10_000; i++) { // all at once
            longest = Math.max(longest, brake.delayNanos());
        }
        assertThat(longest).isEqualTo(100_000_000);
        assertThat(brake.status().reason()).isEqualTo("ks.t: 1999 bytes wait to be merged");
    }

    @Test
    void theWorstTableDecidesAndOneThatIsGoneDoesNot() {
        var other = TableMetadata.builder(new TableId(new UUID(3, 4)), "ks", "u")
                .partitionKey("k", NativeType.INT)
                .build();
        brake.update(TABLE, new Debt(60, 0));
        brake.update(other, new Debt(20, 0));
        assertThat(brake.status().pressure()).isEqualTo(0.5);
        assertThat(brake.status().reason()).startsWith("ks.t");
        brake.forget(TABLE.id());
        assertThat(brake.status().pressure()).isEqualTo(0.1);
        assertThat(brake.status().reason()).isEqualTo("ks.u: 20 files wait to be merged");
        brake.forget(other.id());
        assertThat(brake.status().pressure()).isZero();
    }

    @Test
    void boundsTheWrongWayRoundAreRefused() {
        assertThatThrownBy(() -> new BackPressureOptions(32, 32, 1, 2, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackPressureOptions(32, 64, 2, 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
