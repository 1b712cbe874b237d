package io.millrace.streams.spring.autoconfigure.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BridgedTests {

    @Test
    void whatBridgesNeedIsLeftOutAndWhatWasSetIsThere() {
        Map<String, Object> config = Map.of(
                "application.id",
                "shop-orders",
                Watched.WATCHES,
                new Watched.Watches("orders", List.of()),
                Watched.handlerKey(Stage.DESERIALIZATION),
                LogAndContinueExceptionHandler.class,
                "deserialization.exception.handler",
                WatchedDeserialization.class,
                "processing.exception.handler",
                "a.Handler");

        assertThat(Bridged.withoutBridges(config))
                .containsOnly(
                        Map.entry("application.id", "shop-orders"),
                        Map.entry("deserialization.exception.handler", LogAndContinueExceptionHandler.class),
                        Map.entry("processing.exception.handler", "a.Handler"));
    }
}
