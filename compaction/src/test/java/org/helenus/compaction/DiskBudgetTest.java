package org.helenus.compaction;

import java.io.IOException;
import java.util.List;
import org.helenus.compaction.CompactionTask.Reason;
import org.junit.jupiter.api.Test;

final class DiskBudgetTest {
    /// `fit space=… [reason=…] [into=level]` and the inputs; answered by the merge, or why there is none.
    @Test
    void mergesFitTheDisk() throws IOException {
        TextTests.run("disk-budget.txt", asked -> {
            var task = CompactionTask.of(
                    asked.live().files(),
                    (int) asked.number("into", 0),
                    OutputCuts.NEVER,
                    Reason.valueOf(asked.options().getOrDefault("reason", "COMPACTION")));
            return DiskBudget.fitting(task, asked.live(), asked.number("space", 0))
                    .map(fitting -> TextTests.text(List.of(fitting), asked))
                    .orElse("no space");
        });
    }
}
