package org.helenus.query.modify;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.helenus.query.row.RowSlots;
import org.helenus.schema.ColumnKind;

/// What the rows of one statement held before it, by partition key and clustering. One request, one thread.
final class Before {
    /// Nothing was read.
    static final Before NOTHING = new Before(Map.of());

    private final Map<byte[], Image> images;

    Before() {
        this(new TreeMap<>(Arrays::compareUnsigned));
    }

    private Before(Map<byte[], Image> images) {
        this.images = images;
    }

    /// One row, with its partition's static columns.
    ///
    /// @param key the row's key; the static row's, when the statement is about that
    /// @param first the partition's first row, where a condition is on the partition alone and that was looked for
    /// @param rowExists whether the row itself is there
    /// @param staticExists whether the static row was read and is there
    record Image(
            RowTarget target,
            byte[] key,
            RowSlots slots,
            Optional<RowSlots> first,
            boolean rowExists,
            boolean staticExists) {
        /// Whether the static row is there, or the row that was looked for instead.
        boolean partitionExists() {
            return staticExists || first.isPresent();
        }

        /// What a refusal shows: the partition's first row, where that was looked for, and not the one that is
        /// named.
        Image shown() {
            return first.map(row -> new Image(target, key, row, first, false, staticExists))
                    .orElse(this);
        }

        /// Whether what the statement is about exists.
        boolean exists() {
            return target.clustering().isPresent() ? rowExists : staticExists;
        }

        /// The same partition, as if nobody had looked at the row.
        Image withoutRow() {
            var others = new RowSlots(slots.columns());
            others.copyFrom(slots);
            for (int slot = 0; slot < slots.columns().size(); slot++) {
                ColumnKind kind = slots.columns().get(slot).kind();
                if (kind == ColumnKind.CLUSTERING || kind == ColumnKind.REGULAR) {
                    others.clear(slot);
                }
            }
            return new Image(target, key, others, first, false, staticExists);
        }
    }

    void put(Image image) {
        images.put(image.key(), image);
    }

    Optional<Image> image(byte[] key) {
        return Optional.ofNullable(images.get(key));
    }

    /// Any row of a partition: it knows the partition's static columns.
    Optional<Image> ofPartition(byte[] wireKey) {
        return images.values().stream()
                .filter(image -> Arrays.equals(image.target().wireKey(), wireKey))
                .findFirst();
    }

    /// In the order of their keys.
    Iterable<Image> images() {
        return images.values();
    }
}
