package io.millrace.streams.kstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TimestampExtractor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class OptionsTests {

    private static final Serde<String> STRINGS = Serdes.String();

    private static final class ReadableConsumed<K, V> extends Consumed<K, V> {
        ReadableConsumed(Consumed<K, V> consumed) {
            super(consumed);
        }

        String name() {
            return processorName;
        }

        List<Object> settings() {
            return Arrays.asList(keySerde, valueSerde, timestampExtractor, resetPolicy);
        }
    }

    private static final class ReadableProduced<K, V> extends Produced<K, V> {
        ReadableProduced(Produced<K, V> produced) {
            super(produced);
        }

        List<Object> settings() {
            return Arrays.asList(keySerde, valueSerde, partitioner, processorName);
        }
    }

    private static final class ReadableGrouped<K, V> extends Grouped<K, V> {
        ReadableGrouped(Grouped<K, V> grouped) {
            super(grouped);
        }

        List<Object> settings() {
            return Arrays.asList(name, keySerde, valueSerde);
        }
    }

    private static final class ReadableJoined<K, A, B> extends Joined<K, A, B> {
        ReadableJoined(Joined<K, A, B> joined) {
            super(joined);
        }

        List<Object> settings() {
            return Arrays.asList(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
        }
    }

    private static final class ReadableRepartitioned<K, V> extends Repartitioned<K, V> {
        ReadableRepartitioned(Repartitioned<K, V> repartitioned) {
            super(repartitioned);
        }

        List<Object> settings() {
            return Arrays.asList(name, keySerde, valueSerde, numberOfPartitions, partitioner);
        }
    }

    private static final class ReadableTableJoined<K, KO> extends TableJoined<K, KO> {
        ReadableTableJoined(TableJoined<K, KO> tableJoined) {
            super(tableJoined);
        }

        List<Object> settings() {
            return Arrays.asList(partitioner, otherPartitioner, name);
        }
    }

    private static final class ReadableStreamJoined<K, A, B> extends StreamJoined<K, A, B> {
        ReadableStreamJoined(StreamJoined<K, A, B> streamJoined) {
            super(streamJoined);
        }

        List<Object> settings() {
            return Arrays.asList(keySerde, valueSerde, otherValueSerde, name, storeName, loggingEnabled, topicConfig);
        }
    }

    private static final class ReadableBranched<K, V> extends Branched<K, V> {
        ReadableBranched(Branched<K, V> branched) {
            super(branched);
        }

        List<Object> settings() {
            return Arrays.asList(name, chainFunction, chainConsumer);
        }
    }

    @Test
    void consumedReturnsACopyWithEachSetting() {
        TimestampExtractor extractor = (record, partitionTime) -> 0L;
        Consumed<String, String> first = Consumed.as("source");

        Consumed<String, String> last = first.withKeySerde(STRINGS)
                .withValueSerde(STRINGS)
                .withTimestampExtractor(extractor)
                .withOffsetResetPolicy(AutoOffsetReset.earliest());

        assertThat(new ReadableConsumed<>(first).settings()).containsOnlyNulls();
        assertThat(new ReadableConsumed<>(last).settings())
                .containsExactly(STRINGS, STRINGS, extractor, AutoOffsetReset.earliest());
        assertThat(new ReadableConsumed<>(last).name()).isEqualTo("source");
        assertThat(new ReadableConsumed<>(last.withName("other")).name()).isEqualTo("other");
    }

    @Test
    void consumedComparesAllButTheName() {
        assertThat(Consumed.with(STRINGS, STRINGS).withName("a"))
                .isEqualTo(Consumed.with(STRINGS, STRINGS).withName("b"))
                .hasSameHashCodeAs(Consumed.with(STRINGS, STRINGS))
                .isNotEqualTo(Consumed.with(STRINGS, Serdes.Long()));
    }

    @Test
    void producedChangesInPlace() {
        StreamPartitioner<Object, Object> partitioner = (topic, key, value, partitions) -> Optional.empty();
        Produced<String, String> produced = Produced.as("sink");

        Produced<String, String> same = produced.withKeySerde(STRINGS)
                .withValueSerde(STRINGS)
                .withStreamPartitioner(partitioner)
                .withName("other");

        assertThat(same).isSameAs(produced);
        assertThat(new ReadableProduced<>(produced).settings()).containsExactly(STRINGS, STRINGS, partitioner, "other");
    }

    @Test
    void producedComparesAllButTheName() {
        assertThat(Produced.with(STRINGS, STRINGS).withName("a"))
                .isEqualTo(Produced.with(STRINGS, STRINGS).withName("b"))
                .hasSameHashCodeAs(Produced.with(STRINGS, STRINGS))
                .isNotEqualTo(Produced.with(STRINGS, Serdes.Long()));
    }

    @Test
    void groupedReturnsACopyWithEachSetting() {
        Grouped<String, String> first = Grouped.as("group");

        Grouped<String, String> last = first.withKeySerde(STRINGS).withValueSerde(STRINGS);

        assertThat(new ReadableGrouped<>(first).settings()).containsExactly("group", null, null);
        assertThat(new ReadableGrouped<>(last).settings()).containsExactly("group", STRINGS, STRINGS);
        assertThat(new ReadableGrouped<>(Grouped.with("other", STRINGS, null)).settings())
                .containsExactly("other", STRINGS, null);
    }

    @Test
    void joinedReturnsACopyWithEachSetting() {
        Serde<Long> longs = Serdes.Long();
        Joined<String, String, Long> first = Joined.as("join");

        Joined<String, String, Long> last = first.withKeySerde(STRINGS)
                .withValueSerde(STRINGS)
                .withOtherValueSerde(longs)
                .withGracePeriod(Duration.ofSeconds(1));

        assertThat(new ReadableJoined<>(first).settings()).containsExactly(null, null, null, "join", null);
        assertThat(new ReadableJoined<>(last).settings())
                .containsExactly(STRINGS, STRINGS, longs, "join", Duration.ofSeconds(1));
    }

    @Test
    void repartitionedReturnsACopyWithEachSetting() {
        StreamPartitioner<String, String> partitioner = (topic, key, value, partitions) -> Optional.empty();
        Repartitioned<String, String> first = Repartitioned.as("topic");

        Repartitioned<String, String> last = first.withKeySerde(STRINGS)
                .withValueSerde(STRINGS)
                .withNumberOfPartitions(4)
                .withStreamPartitioner(partitioner);

        assertThat(new ReadableRepartitioned<>(first).settings()).containsExactly("topic", null, null, null, null);
        assertThat(new ReadableRepartitioned<>(last).settings())
                .containsExactly("topic", STRINGS, STRINGS, 4, partitioner);
    }

    @Test
    void tableJoinedReturnsACopyWithEachSetting() {
        StreamPartitioner<String, Void> partitioner = (topic, key, value, partitions) -> Optional.empty();
        TableJoined<String, String> first = TableJoined.as("join");

        TableJoined<String, String> last = first.withPartitioner(partitioner).withOtherPartitioner(partitioner);

        assertThat(new ReadableTableJoined<>(first).settings()).containsExactly(null, null, "join");
        assertThat(new ReadableTableJoined<>(last).settings()).containsExactly(partitioner, partitioner, "join");
    }

    @Test
    void streamJoinedReturnsACopyWithEachSetting() {
        StreamJoined<String, String, String> first = StreamJoined.as("stores");

        StreamJoined<String, String, String> last = first.withName("join")
                .withKeySerde(STRINGS)
                .withValueSerde(STRINGS)
                .withOtherValueSerde(STRINGS)
                .withLoggingEnabled(Map.of("retention.ms", "1"));

        assertThat(new ReadableStreamJoined<>(first).settings())
                .containsExactly(null, null, null, null, "stores", true, Map.of());
        assertThat(new ReadableStreamJoined<>(last).settings())
                .containsExactly(STRINGS, STRINGS, STRINGS, "join", "stores", true, Map.of("retention.ms", "1"));
        assertThat(new ReadableStreamJoined<>(last.withLoggingDisabled()).settings())
                .containsExactly(STRINGS, STRINGS, STRINGS, "join", "stores", false, Map.of());
    }

    @Test
    void branchedKeepsItsChainWhenRenamed() {
        Consumer<KStream<String, String>> consumer = branch -> {};
        Branched<String, String> branched = Branched.withConsumer(consumer);

        assertThat(new ReadableBranched<>(branched).settings()).containsExactly(null, null, consumer);
        assertThat(new ReadableBranched<>(branched.withName("late")).settings())
                .containsExactly("late", null, consumer);
    }

    @Test
    void branchedRefusesNull() {
        assertThatThrownBy(() -> Branched.as(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Branched.withFunction(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Branched.withConsumer(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void emitStrategiesOfOneTypeAreEqual() {
        assertThat(EmitStrategy.onWindowClose().type()).isEqualTo(EmitStrategy.StrategyType.ON_WINDOW_CLOSE);
        assertThat(EmitStrategy.onWindowUpdate())
                .isEqualTo(EmitStrategy.StrategyType.forType(EmitStrategy.StrategyType.ON_WINDOW_UPDATE))
                .isNotEqualTo(EmitStrategy.onWindowClose());
    }
}
