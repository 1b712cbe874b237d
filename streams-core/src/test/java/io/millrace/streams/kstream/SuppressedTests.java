package io.millrace.streams.kstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuppressedTests {

    @Test
    void waitsForWindowsToCloseInAnUnboundedBuffer() {
        Suppressed<Windowed<?>> suppressed = Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded())
                .withName("final");

        assertThat(suppressed)
                .isEqualTo(new Suppression<>(
                        "final",
                        null,
                        new SuppressionBuffer(
                                Long.MAX_VALUE, Long.MAX_VALUE, SuppressionBuffer.WhenFull.SHUT_DOWN, Map.of())));
    }

    @Test
    void waitsForATimeInABoundedBuffer() {
        Suppressed<String> suppressed = Suppressed.untilTimeLimit(
                Duration.ofMillis(5),
                Suppressed.BufferConfig.maxRecords(3).withMaxBytes(9).withLoggingDisabled());

        assertThat(suppressed)
                .isEqualTo(new Suppression<>(
                        null,
                        Duration.ofMillis(5),
                        new SuppressionBuffer(3, 9, SuppressionBuffer.WhenFull.EMIT_EARLY, null)));
    }

    @Test
    void aBufferKeepsItsBoundsWhenItBecomesStrict() {
        Suppressed.StrictBufferConfig strict =
                Suppressed.BufferConfig.maxBytes(9).shutDownWhenFull();

        assertThat(SuppressionBuffer.of(strict))
                .isEqualTo(new SuppressionBuffer(Long.MAX_VALUE, 9, SuppressionBuffer.WhenFull.SHUT_DOWN, Map.of()));
        assertThat(SuppressionBuffer.of(strict.emitEarlyWhenFull()))
                .isEqualTo(SuppressionBuffer.of(Suppressed.BufferConfig.maxBytes(9)));
        assertThat(strict.withNoBound()).isEqualTo(Suppressed.BufferConfig.unbounded());
    }

    @Test
    void nullsMeanNoTimeLimitAndNoBounds() {
        Suppression<String> suppression = (Suppression<String>) Suppressed.<String>untilTimeLimit(null, null);

        assertThat(suppression.waitTime()).isEqualTo(Duration.ofMillis(Long.MAX_VALUE));
        assertThat(suppression.buffer().maxRecords()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesANegativeTime() {
        assertThatThrownBy(() -> Suppressed.untilTimeLimit(Duration.ofMillis(-1), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
