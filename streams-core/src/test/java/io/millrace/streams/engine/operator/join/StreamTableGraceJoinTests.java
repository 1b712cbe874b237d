package io.millrace.streams.engine.operator.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.operator.OperatorContext;
import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.join.StreamTableJoin.Unmatched;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StreamTableGraceJoinTests {

    private final OperatorContext<String, String> context = new OperatorContext<>();
    private TimestampedKeyValueStore<String, String> table;

    @BeforeEach
    void addStores() {
        table = context.add(Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("table"), Serdes.String(), Serdes.String()));
        context.add(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("buffer"), Serdes.Bytes(), Serdes.ByteArray()));
    }

    @Test
    void recordMeetsTheRowThatIsKnownWhenItIsDue() {
        StreamTableGraceJoin<String, String, String, String> operator = join(Unmatched.DROPPED);
        operator.process(new Record<>("a", "1", 100));
        table.put("a", ValueAndTimestamp.make("row", 90));

        operator.process(new Record<>("b", "2", 110));

        assertThat(context.forwarded()).containsExactly("a=1/row@100");
    }

    @Test
    void recordsThatWaitComeOutAfterARestart() {
        join(Unmatched.JOINED_WITH_NULL).process(new Record<>("a", "1", 100));
        context.restart();

        join(Unmatched.JOINED_WITH_NULL).process(new Record<>("b", "2", 110));

        assertThat(context.forwarded()).containsExactly("a=1/null@100");
    }

    @Test
    void recordThatIsTooLateDoesNotWaitAfterARestart() {
        join(Unmatched.JOINED_WITH_NULL).process(new Record<>("a", "1", 100));
        context.restart();

        join(Unmatched.JOINED_WITH_NULL).process(new Record<>("b", "2", 89));

        assertThat(context.forwarded()).containsExactly("b=2/null@89");
    }

    @Test
    void recordsWithoutValueAreDroppedAndThoseWithoutKeyIfARowIsNeeded() {
        StreamTableGraceJoin<String, String, String, String> inner = join(Unmatched.DROPPED);
        inner.process(new Record<>(null, "1", 100));
        inner.process(new Record<>("a", null, 100));
        assertThat(context.drops()).hasSize(2);

        join(Unmatched.JOINED_WITH_NULL).process(new Record<>(null, "1", 100));

        assertThat(context.forwarded()).containsExactly("null=1/null@100");
    }

    private StreamTableGraceJoin<String, String, String, String> join(Unmatched unmatched) {
        StreamTableGraceJoin<String, String, String, String> operator = new StreamTableGraceJoin<>(
                new WaitTerms<>("join", "buffer", 10, Serdes.String(), Serdes.String()),
                new StoreLookup<>("table"),
                (key, value, row) -> value + "/" + row,
                unmatched);
        operator.init(context);
        return operator;
    }
}
