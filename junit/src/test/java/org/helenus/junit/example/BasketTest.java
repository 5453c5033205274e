package org.helenus.junit.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import org.helenus.junit.HelenusExtension;
import org.helenus.server.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BasketTest {
    @RegisterExtension
    static final HelenusExtension helenus = HelenusExtension.inMemory();

    @Test
    void basketsAreForgottenAfterADay(CqlSession session, VirtualClock clock) {
        session.execute("CREATE TABLE baskets (customer text PRIMARY KEY, items list<text>)");
        session.execute("INSERT INTO baskets (customer, items) VALUES ('ada', ['tea']) USING TTL 86400");
        clock.advance(Duration.ofHours(25));
        assertThat(session.execute("SELECT * FROM baskets").all()).isEmpty();
    }
}
