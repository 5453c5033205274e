package org.helenus.query;

import org.helenus.query.guardrail.Guardrails;

/// Settings of the query floor, each with its default.
///
/// @param preparedStatementsBytes memory for prepared statements; the least used go first and are then `Unprepared`
/// @param loopRows rows that a read may visit on the caller's thread before it moves to the I/O pool
/// @param batchWarnBytes a batch over more than one partition that is larger than this warns its client
/// @param batchFailBytes and one larger than this is refused
/// @param unloggedBatchWarnPartitions an unlogged batch over more partitions than this warns its client
/// @param tombstoneWarn a read that steps over more tombstones than this warns its client
/// @param tombstoneFail and one that steps over more than this fails
/// @param maxMutationBytes the largest mutation that is accepted
/// @param guardrails what else clients may not ask for
public record QueryOptions(
        long preparedStatementsBytes,
        int loopRows,
        int batchWarnBytes,
        int batchFailBytes,
        int unloggedBatchWarnPartitions,
        int tombstoneWarn,
        int tombstoneFail,
        int maxMutationBytes,
        Guardrails guardrails) {
    public static final QueryOptions DEFAULTS =
            new QueryOptions(10L << 20, 128, 5 << 10, 50 << 10, 10, 1_000, 100_000, 16 << 20, Guardrails.NONE);

    public QueryOptions {
        require(preparedStatementsBytes > 0, "preparedStatementsBytes");
        require(loopRows > 0, "loopRows");
        require(batchWarnBytes > 0, "batchWarnBytes");
        require(batchFailBytes >= batchWarnBytes, "batchFailBytes");
        require(unloggedBatchWarnPartitions > 0, "unloggedBatchWarnPartitions");
        require(tombstoneWarn > 0, "tombstoneWarn");
        require(tombstoneFail >= tombstoneWarn, "tombstoneFail");
        require(maxMutationBytes > 0, "maxMutationBytes");
    }

    public QueryOptions with(Guardrails other) {
        return new QueryOptions(
                preparedStatementsBytes,
                loopRows,
                batchWarnBytes,
                batchFailBytes,
                unloggedBatchWarnPartitions,
                tombstoneWarn,
                tombstoneFail,
                maxMutationBytes,
                other);
    }

    private static void require(boolean holds, String name) {
        if (!holds) {
            throw new IllegalArgumentException(name);
        }
    }
}
