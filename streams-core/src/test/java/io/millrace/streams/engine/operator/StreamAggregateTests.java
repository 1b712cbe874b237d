package io.millrace.streams.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.Stores;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StreamAggregateTests {

    private final OperatorContext<String, Change<String>> context = new OperatorContext<>();

    @BeforeEach
    void addStore() {
        context.add(Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("store"), Serdes.String(), Serdes.String()));
    }

    @Test
    void aggregateStartsFromTheInitialValueAndCarriesTheLatestTimestamp() {
        StreamAggregate<String, String, String> operator = concatenation(false);

        operator.process(new Record<>("a", "1", 10));
        operator.process(new Record<>("a", "2", 5));
        operator.process(new Record<>("a", "3", 12));

        assertThat(context.forwarded())
                .containsExactly(
                        "a=Change[newValue=i1, oldValue=null, isLatest=true]@10",
                        "a=Change[newValue=i12, oldValue=null, isLatest=true]@10",
                        "a=Change[newValue=i123, oldValue=null, isLatest=true]@12");
    }

    @Test
    void oldValueIsSentOnlyIfAskedFor() {
        StreamAggregate<String, String, String> operator = concatenation(true);

        operator.process(new Record<>("a", "1", 10));
        operator.process(new Record<>("a", "2", 11));

        assertThat(context.forwarded())
                .containsExactly(
                        "a=Change[newValue=i1, oldValue=null, isLatest=true]@10",
                        "a=Change[newValue=i12, oldValue=i1, isLatest=true]@11");
    }

    @Test
    void nullAggregateRemovesTheKeySoThatTheNextStartsAfresh() {
        StreamAggregate<String, String, String> operator = concatenation(false);

        operator.process(new Record<>("a", "1", 10));
        operator.process(new Record<>("a", "clear", 11));
        operator.process(new Record<>("a", "2", 3));

        assertThat(context.forwarded())
                .containsExactly(
                        "a=Change[newValue=i1, oldValue=null, isLatest=true]@10",
                        "a=Change[newValue=null, oldValue=null, isLatest=true]@11",
                        "a=Change[newValue=i2, oldValue=null, isLatest=true]@3");
    }

    @Test
    void recordsWithoutKeyOrValueAreDroppedAndCounted() {
        StreamAggregate<String, String, String> operator = concatenation(false);

        operator.process(new Record<>(null, "1", 10));
        operator.process(new Record<>("a", null, 10));

        assertThat(context.forwarded()).isEmpty();
        assertThat(context.drops()).hasSize(2);
    }

    @Test
    void reductionStartsFromTheFirstValue() {
        StreamReduce<String, String> operator = new StreamReduce<>("store", (sum, value) -> sum + value, true);
        operator.init(context);

        operator.process(new Record<>("a", "1", 10));
        operator.process(new Record<>("a", "2", 5));
        operator.process(new Record<>("a", null, 5));

        assertThat(context.forwarded())
                .containsExactly(
                        "a=Change[newValue=1, oldValue=null, isLatest=true]@10",
                        "a=Change[newValue=12, oldValue=1, isLatest=true]@10");
        assertThat(context.drops()).hasSize(1);
    }

    private StreamAggregate<String, String, String> concatenation(boolean sendOldValues) {
        StreamAggregate<String, String, String> operator = new StreamAggregate<>(
                "store", () -> "i", (key, value, sum) -> value.equals("clear") ? null : sum + value, sendOldValues);
        operator.init(context);
        return operator;
    }
}
