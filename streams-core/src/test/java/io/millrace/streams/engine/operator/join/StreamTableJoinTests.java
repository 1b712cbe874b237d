package io.millrace.streams.engine.operator.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.operator.MappedLookup;
import io.millrace.streams.engine.operator.OperatorContext;
import io.millrace.streams.engine.operator.StoreLookup;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.engine.operator.join.StreamTableJoin.Unmatched;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StreamTableJoinTests {

    private final OperatorContext<String, String> context = new OperatorContext<>();

    @BeforeEach
    void fillTable() {
        TimestampedKeyValueStore<String, String> table = context.add(Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("table"), Serdes.String(), Serdes.String()));
        table.put("a", ValueAndTimestamp.make("row", 100));
    }

    @Test
    void innerJoinMeetsTheRowOfTheKeyAndKeepsTheTimeOfTheRecord() {
        StreamTableJoin<String, String, String, String> operator = join(new StoreLookup<>("table"), Unmatched.DROPPED);

        operator.process(new Record<>("a", "1", 10));
        operator.process(new Record<>("b", "2", 11));

        assertThat(context.forwarded()).containsExactly("a=a:1/row@10");
        assertThat(context.drops()).isEmpty();
    }

    @Test
    void innerJoinDropsRecordsWithoutKeyOrValue() {
        StreamTableJoin<String, String, String, String> operator = join(new StoreLookup<>("table"), Unmatched.DROPPED);

        operator.process(new Record<>(null, "1", 10));
        operator.process(new Record<>("a", null, 10));

        assertThat(context.forwarded()).isEmpty();
        assertThat(context.drops()).hasSize(2);
    }

    @Test
    void leftJoinKeepsRecordsWithoutRowOrKey() {
        StreamTableJoin<String, String, String, String> operator =
                join(new StoreLookup<>("table"), Unmatched.JOINED_WITH_NULL);

        operator.process(new Record<>("b", "1", 10));
        operator.process(new Record<>(null, "2", 11));
        operator.process(new Record<>("a", null, 12));

        assertThat(context.forwarded()).containsExactly("b=b:1/null@10", "null=null:2/null@11");
        assertThat(context.drops()).hasSize(1);
    }

    @Test
    void tableWithoutStoreIsComputedFromItsParent() {
        TableLookup<String, String> computed = new MappedLookup<>(
                new StoreLookup<String, String>("table"), (key, value) -> value.toUpperCase(Locale.ROOT));
        StreamTableJoin<String, String, String, String> operator = join(computed, Unmatched.DROPPED);

        operator.process(new Record<>("a", "1", 10));

        assertThat(context.forwarded()).containsExactly("a=a:1/ROW@10");
    }

    private StreamTableJoin<String, String, String, String> join(
            TableLookup<String, String> table, Unmatched unmatched) {
        StreamTableJoin<String, String, String, String> operator =
                new StreamTableJoin<>(table, (key, value, row) -> key + ":" + value + "/" + row, unmatched);
        operator.init(context);
        return operator;
    }
}
