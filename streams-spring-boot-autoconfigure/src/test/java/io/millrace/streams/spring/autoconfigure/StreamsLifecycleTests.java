package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/** Lifecycles start from the lowest phase to the highest, and stop the other way round. */
class StreamsLifecycleTests {

    @Test
    void streamsStartWhenTheWebServerListens() {
        assertThat(StreamsLifecycle.PHASE).isGreaterThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
    }

    @Test
    void streamsEndAfterTheWebServerHasDrained() {
        assertThat(StreamsLifecycle.PHASE).isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
    }
}
