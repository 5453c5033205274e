package org.helenus.storage.sstable;

/// How often the filter of a new file may err, where files share the memory for a table's filters by their size.
///
/// A read of a key that is not there pays for each file whose filter errs. Of filters that take the same memory
/// together the sum of their errors is least when each errs in proportion to the keys of its file (Dayan et al.,
/// Monkey,
/// SIGMOD 2017): a bit a key more for a small file costs little, one less for a large one saves much. So a file that
/// holds a share `s` of the keys at its place gets
///
///     chance = fp chance × min(1.35, 2 s)
///
/// and small files only what the large ones left: when a file is written, the filters over its place take no more bits
/// than if each erred in the table's `bloom_filter_fp_chance`, unless they did before. The largest err a third as often
/// again, because filters are not made anew when smaller files come and go beside them: that is where the memory comes
/// from. One thread.
public final class FilterShare {
    private static final double SLOPE = 2;
    private static final double LARGEST = 1.35;
    private static final double LEAST = 1.0 / 64;
    private static final int HALVINGS = 50;

    private final double fpChance;
    private final double plainBits;
    private double keysBeside;
    private double bitsBeside;

    /// @param fpChance of the table
    public FilterShare(double fpChance) {
        this.fpChance = fpChance;
        plainBits = fpChance < 1 ? KeyFilter.bitsPerKey(fpChance) : 0;
    }

    /// Another file at the place of the new one.
    ///
    /// @param part of it that lies there, 0 … 1
    public void beside(SSTable file, double part) {
        double keys = part * file.filterKeys();
        if (keys > 0) {
            beside(keys, part * Byte.SIZE * file.filterBytes());
        } else { // it was written without one, which leaves nothing for others
            double partitions = part * file.statistics().partitions();
            beside(partitions, partitions * plainBits);
        }
    }

    void beside(double keys, double bits) {
        keysBeside += keys;
        bitsBeside += bits;
    }

    /// What the filter of a file with so many keys may let pass.
    public double chance(double keys) {
        if (fpChance >= 1 || keys <= 0) {
            return fpChance;
        }
        double most = Math.min(LARGEST * fpChance, (1 + fpChance) / 2);
        double share = keys / (keys + keysBeside);
        double wanted = Math.clamp(SLOPE * share, LEAST, LARGEST) * fpChance;
        double left = (plainBits * (keys + keysBeside) - bitsBeside) / keys;
        return Math.min(most, Math.max(wanted, chanceOf(left)));
    }

    /// Of a filter with so many bits for each key.
    private static double chanceOf(double bitsPerKey) {
        double low = 1e-9;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = Math.sqrt(low * high);
            if (KeyFilter.bitsPerKey(middle) > bitsPerKey) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
