package io.millrace.streams.kstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class MaterializedTests {

    private static final class Readable<K, V, S extends StateStore> extends Materialized<K, V, S> {
        Readable(Materialized<K, V, S> materialized) {
            super(materialized);
        }
    }

    private static <K, V, S extends StateStore> Readable<K, V, S> read(Materialized<K, V, S> materialized) {
        return new Readable<>(materialized);
    }

    @Test
    void logsAndCachesByDefault() {
        Readable<String, String, KeyValueStore<Bytes, byte[]>> materialized = read(Materialized.as("store"));

        assertThat(materialized.storeName).isEqualTo("store");
        assertThat(materialized.loggingEnabled).isTrue();
        assertThat(materialized.cachingEnabled).isTrue();
        assertThat(materialized.topicConfig).isEmpty();
        assertThat(materialized.retention).isNull();
        assertThat(materialized.storeSupplier).isNull();
    }

    @Test
    void changesInPlace() {
        Materialized<String, Long, KeyValueStore<Bytes, byte[]>> materialized = Materialized.as("store");
        Serde<String> keySerde = Serdes.String();

        Materialized<String, Long, KeyValueStore<Bytes, byte[]>> same = materialized
                .withKeySerde(keySerde)
                .withCachingDisabled()
                .withRetention(Duration.ofHours(1))
                .withLoggingEnabled(Map.of("cleanup.policy", "delete"));

        assertThat(same).isSameAs(materialized);
        assertThat(read(materialized).keySerde).isSameAs(keySerde);
        assertThat(read(materialized).cachingEnabled).isFalse();
        assertThat(read(materialized).retention).isEqualTo(Duration.ofHours(1));
        assertThat(read(materialized).topicConfig).containsEntry("cleanup.policy", "delete");
    }

    @Test
    void disablingTheLogForgetsItsSettingsEvenIfTheyCannotBeChanged() {
        Materialized<String, Long, KeyValueStore<Bytes, byte[]>> materialized = Materialized.as("store");

        materialized.withLoggingEnabled(Map.of("cleanup.policy", "delete")).withLoggingDisabled();

        assertThat(read(materialized).loggingEnabled).isFalse();
        assertThat(read(materialized).topicConfig).isEmpty();
    }

    @Test
    void refusesAnIllegalStoreName() {
        assertThatThrownBy(() -> Materialized.as("a b"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("a b");
        assertThatThrownBy(() -> Materialized.as((String) null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void refusesAnUnusableRetention() {
        Materialized<String, Long, WindowStore<Bytes, byte[]>> materialized = Materialized.as("store");

        assertThatThrownBy(() -> materialized.withRetention(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> materialized.withRetention(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retention");
        assertThatThrownBy(() -> materialized.withRetention(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retention")
                .hasCauseInstanceOf(ArithmeticException.class);
    }
}
