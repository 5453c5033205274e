package org.helenus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CqlLoadOptionsTest {

    @Test
    void defaultsAreTheUsualTerms() {
        CqlLoadOptions options = CqlLoadOptions.parse(new String[0]);
        assertThat(options.connections()).isEqualTo(8);
        assertThat(options.depth()).isEqualTo(16);
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> CqlLoadOptions.parse(new String[] {"--dept", "3"}))
                .hasMessageContaining("--dept");
        assertThatThrownBy(() -> CqlLoadOptions.parse(new String[] {"--depth"})).hasMessageContaining("--depth");
        assertThatThrownBy(() -> CqlLoadOptions.parse(new String[] {"--port", "70000"}))
                .hasMessageContaining("70000");
    }
}
