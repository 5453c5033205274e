package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FilterShareTest {
    private static final double CHANCE = 0.01;

    private record Filter(double keys, double bits) {}

    private static Filter write(double keys, Iterable<Filter> beside) {
        var share = new FilterShare(CHANCE);
        beside.forEach(file -> share.beside(file.keys, file.bits));
        return new Filter(keys, keys * KeyFilter.bitsPerKey(share.chance(keys)));
    }

    private static double bits(Iterable<Filter> files) {
        double bits = 0;
        for (var file : files) {
            bits += file.bits;
        }
        return bits;
    }

    private static double keys(Iterable<Filter> files) {
        double keys = 0;
        for (var file : files) {
            keys += file.keys;
        }
        return keys;
    }

    /// What a read of an absent key finds wrong, from the filters' sizes.
    private static double errors(Iterable<Filter> files) {
        double errors = 0;
        for (var file : files) {
            double chance = 1;
            while (KeyFilter.bitsPerKey(chance) < file.bits / file.keys) {
                chance *= 0.999;
            }
            errors += chance;
        }
        return errors;
    }

    @Test
    void theLargestErrsAThirdMoreOftenAndTheSmallInProportion() {
        assertThat(new FilterShare(CHANCE).chance(1_000)).isCloseTo(1.35 * CHANCE, within(1e-9));
        var large = write(1_000_000, List.of());
        var small = new FilterShare(CHANCE);
        small.beside(large.keys, large.bits);
        assertThat(small.chance(50_000)).isCloseTo(CHANCE * 2 * 50 / 1_050, within(1e-6));
    }

    /// Where the files of before had no filter, or exactly what they may, nothing is left.
    @Test
    void nobodyTakesWhatIsNotLeft() {
        var share = new FilterShare(CHANCE);
        share.beside(1_000_000, 1_000_000 * KeyFilter.bitsPerKey(CHANCE));
        assertThat(share.chance(50_000)).isCloseTo(CHANCE, within(1e-6));
    }

    @Test
    void noFilterStaysNoFilter() {
        assertThat(new FilterShare(1).chance(1_000)).isEqualTo(1);
        assertThat(new FilterShare(0.9).chance(1_000)).isLessThan(1);
    }

    /// Flushes into a table that is there, three of which become one file and these in turn a new large one: no
    /// more
    /// memory than plain filters take, and fewer errors.
    @Test
    void tiersErrLessInTheSameMemory() {
        double plain = KeyFilter.bitsPerKey(CHANCE);
        var large = new ArrayDeque<Filter>(List.of(write(5_000, List.of())));
        var middle = new ArrayDeque<Filter>();
        var young = new ArrayDeque<Filter>();
        double errors = 0;
        double plainErrors = 0;
        for (int flush = 0; flush < 300; flush++) {
            var all = new ArrayList<Filter>(large);
            all.addAll(middle);
            all.addAll(young);
            young.add(write(250, all));
            if (young.size() == 3) {
                young.clear();
                all = new ArrayList<>(large);
                all.addAll(middle);
                middle.add(write(750, all));
            }
            if (middle.size() == 3) {
                middle.clear();
                large.clear();
                large.add(write(5_000, young));
            }
            all = new ArrayList<>(large);
            all.addAll(middle);
            all.addAll(young);
            assertThat(bits(all)).as("after flush %d", flush).isLessThanOrEqualTo(keys(all) * plain * 1.0001);
            errors += errors(all);
            plainErrors += all.size() * CHANCE;
        }
        assertThat(errors / plainErrors).isBetween(0.5, 0.75);
    }
}
