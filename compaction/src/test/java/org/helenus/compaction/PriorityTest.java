package org.helenus.compaction;

import java.util.List;
import java.util.stream.Collectors;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.compaction.TextTests.Case;
import org.junit.jupiter.api.Test;

final class PriorityTest {
    /// `order`: each file is a merge of its own; its name says why.
    private static String answer(Case asked) {
        return asked.live().files().stream()
                .sorted((a, b) -> priority(asked, a).compareTo(priority(asked, b)))
                .map(file -> asked.name(file.id()))
                .collect(Collectors.joining(" "));
    }

    private static Priority priority(Case asked, SSTableSummary file) {
        String name = asked.name(file.id());
        var reason = Reason.valueOf(name.substring(0, name.indexOf('-')));
        return Priority.of(CompactionTask.of(List.of(file), reason), asked.live());
    }

    @Test
    void mostUrgentFirst() throws Exception {
        TextTests.run("priority.txt", PriorityTest::answer);
    }
}
