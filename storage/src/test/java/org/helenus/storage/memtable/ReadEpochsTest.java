package org.helenus.storage.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReadEpochsTest {
    private final ReadEpochs epochs = new ReadEpochs();

    @Test
    void withoutReadersEverythingIsSoonOutOfReach() {
        int tag = epochs.current();
        assertThat(epochs.isOutOfReach(tag)).isFalse();
        epochs.tryAdvance();
        assertThat(epochs.isOutOfReach(tag)).isFalse();
        epochs.tryAdvance();
        assertThat(epochs.isOutOfReach(tag)).isTrue();
    }

    @Test
    void aReaderKeepsWhatWasReplacedSinceItEntered() {
        epochs.tryAdvance();
        int reader = epochs.enter();
        int tag = epochs.current();
        for (int i = 0; i < 10; i++) {
            epochs.tryAdvance();
        }
        assertThat(epochs.isOutOfReach(tag)).isFalse();
        int later = epochs.enter();
        epochs.leave(reader);
        epochs.tryAdvance();
        assertThat(epochs.isOutOfReach(tag)).isTrue();
        int replacedUnderTheLater = epochs.current();
        epochs.tryAdvance();
        epochs.tryAdvance();
        assertThat(epochs.isOutOfReach(replacedUnderTheLater)).isFalse();
        epochs.leave(later);
        epochs.tryAdvance();
        epochs.tryAdvance();
        assertThat(epochs.isOutOfReach(replacedUnderTheLater)).isTrue();
    }
}
