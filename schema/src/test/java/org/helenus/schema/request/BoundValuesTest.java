package org.helenus.schema.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundValuesTest {
    @Test
    void nullUnsetAndValuesAreToldApart() {
        var values = new BoundValues(
                new byte[] {9, 1, 2, 3}, new int[] {1, 0, 0, 4}, new int[] {2, -1, -2, 0}, List.of("a", "b", "c", "d"));
        assertThat(values.count()).isEqualTo(4);
        assertThat(values.copy(0)).containsExactly(1, 2);
        assertThat(values.isNull(1)).isTrue();
        assertThat(values.isUnset(1)).isFalse();
        assertThat(values.isUnset(2)).isTrue();
        assertThat(values.copy(3)).isEmpty();
        assertThat(values.names()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void namesMustBeAsManyAsValues() {
        assertThatThrownBy(() -> new BoundValues(new byte[0], new int[1], new int[1], List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BoundValues(new byte[0], new int[1], new int[2], List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void consistencyLevelsHaveTheProtocolsCodes() {
        for (ConsistencyLevel level : ConsistencyLevel.values()) {
            assertThat(ConsistencyLevel.of(level.code())).contains(level);
        }
        assertThat(ConsistencyLevel.LOCAL_ONE.code()).isEqualTo(10);
        assertThat(ConsistencyLevel.of(11)).isEqualTo(Optional.empty());
        assertThat(ConsistencyLevel.of(-1)).isEmpty();
        assertThat(ConsistencyLevel.LOCAL_SERIAL.isSerial()).isTrue();
    }
}
