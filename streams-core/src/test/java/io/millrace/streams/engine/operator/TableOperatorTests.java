package io.millrace.streams.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.KeyValue;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

final class TableOperatorTests {

    private final OperatorContext<String, Change<String>> context = new OperatorContext<>();

    @Test
    void sourceTakesTheLastRecordWhateverItsTime() {
        TimestampedKeyValueStore<String, String> store = addStore();
        TableSource<String, String> operator = new TableSource<>("store", true);
        operator.init(context);

        operator.process(new Record<>("a", "1", 10));
        operator.process(new Record<>("a", "2", 5));
        operator.process(new Record<>("a", null, 20));

        assertThat(context.forwarded())
                .containsExactly(
                        "a=Change[newValue=1, oldValue=null, isLatest=true]@10",
                        "a=Change[newValue=2, oldValue=1, isLatest=true]@5",
                        "a=Change[newValue=null, oldValue=2, isLatest=true]@20");
        assertThat(store.get("a")).isNull();
    }

    @Test
    void sourceWithoutStorePassesChangesOnAndDropsNullKeys() {
        TableSource<String, String> operator = new TableSource<>(null, false);
        operator.init(context);

        operator.process(new Record<>("a", null, 10));
        operator.process(new Record<>(null, "x", 11));

        assertThat(context.forwarded()).containsExactly("a=Change[newValue=null, oldValue=null, isLatest=true]@10");
        assertThat(context.drops()).hasSize(1);
    }

    @Test
    void filterTellsOfRemovalsItCannotRuleOut() {
        TableMapValues<String, String, String> operator = filter(null, false, false);

        operator.process(new Record<>("a", new Change<>("1", null), 10));

        assertThat(context.forwarded()).containsExactly("a=Change[newValue=null, oldValue=null, isLatest=true]@10");
    }

    @Test
    void filterThatKnowsOldValuesSaysNothingOfKeysItNeverHad() {
        TableMapValues<String, String, String> operator = filter(null, true, true);

        operator.process(new Record<>("a", new Change<>("1", null), 10));
        operator.process(new Record<>("a", new Change<>("22", "1"), 11));
        operator.process(new Record<>("a", new Change<>("3", "22"), 12));

        assertThat(context.forwarded())
                .containsExactly(
                        "a=Change[newValue=22, oldValue=null, isLatest=true]@11",
                        "a=Change[newValue=null, oldValue=22, isLatest=true]@12");
    }

    @Test
    void keptFilterTakesOldValuesFromItsStore() {
        TimestampedKeyValueStore<String, String> store = addStore();
        TableMapValues<String, String, String> operator = filter("store", true, false);

        operator.process(new Record<>("a", new Change<>("22", null), 10));
        operator.process(new Record<>("a", new Change<>("33", null), 11));

        assertThat(context.forwarded())
                .containsExactly(
                        "a=Change[newValue=22, oldValue=null, isLatest=true]@10",
                        "a=Change[newValue=33, oldValue=22, isLatest=true]@11");
        assertThat(store.get("a")).isEqualTo(ValueAndTimestamp.make("33", 11));
    }

    @Test
    void selectSendsAChangeThatStaysUnderItsKeyWhole() {
        select().process(new Record<>("k", new Change<>("a2", "a1"), 10));

        assertThat(context.forwarded()).containsExactly("a=Change[newValue=a2, oldValue=a1, isLatest=true]@10");
    }

    @Test
    void selectSendsAChangeThatMovesAsRemovalThenAddition() {
        select().process(new Record<>("k", new Change<>("b1", "a1"), 10));

        assertThat(context.forwarded())
                .containsExactly(
                        "a=Change[newValue=null, oldValue=a1, isLatest=true]@10",
                        "b=Change[newValue=b1, oldValue=null, isLatest=true]@10");
    }

    @Test
    void selectLeavesOutRowsWithoutKeyOrValue() {
        TableSelect<String, String, String, String> operator = select();

        operator.process(new Record<>("k", new Change<>("-", "a1"), 10));
        operator.process(new Record<>("k", new Change<>(null, "-"), 11));

        assertThat(context.forwarded()).containsExactly("a=Change[newValue=null, oldValue=a1, isLatest=true]@10");
    }

    @Test
    void aggregateTakesTheOldRowOutBeforeItTakesTheNewOneIn() {
        addStore();
        TableAggregate<String, String, String> operator = aggregate();

        operator.process(new Record<>("g", new Change<>("1", null), 10));
        operator.process(new Record<>("g", new Change<>("2", "1"), 5));
        operator.process(new Record<>("g", new Change<>(null, "2"), 12));

        assertThat(context.forwarded())
                .containsExactly(
                        "g=Change[newValue=i+1, oldValue=null, isLatest=true]@10",
                        "g=Change[newValue=i+1-1+2, oldValue=i+1, isLatest=true]@10",
                        "g=Change[newValue=i+1-1+2-2, oldValue=i+1-1+2, isLatest=true]@12");
    }

    @Test
    void aggregateTakesNothingOutOfAnAggregateThatIsNotThere() {
        addStore();

        aggregate().process(new Record<>("g", new Change<>(null, "1"), 10));

        assertThat(context.forwarded()).containsExactly("g=Change[newValue=null, oldValue=null, isLatest=true]@10");
    }

    @Test
    void aggregateRefusesAChangeWithoutKey() {
        addStore();
        TableAggregate<String, String, String> operator = aggregate();

        assertThatThrownBy(() -> operator.process(new Record<>(null, new Change<>("1", null), 10)))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("'store'");
    }

    private TimestampedKeyValueStore<String, String> addStore() {
        return context.add(Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("store"), Serdes.String(), Serdes.String()));
    }

    /** Lets pass what is longer than a character. */
    private TableMapValues<String, String, String> filter(String store, boolean sendOldValues, boolean skipAbsent) {
        TableMapValues<String, String, String> operator = new TableMapValues<>(
                (key, value) -> value.length() > 1 ? value : null, store, sendOldValues, skipAbsent, true);
        operator.init(context);
        return operator;
    }

    /** Groups by the first letter; a dash stands for none. */
    private TableSelect<String, String, String, String> select() {
        TableSelect<String, String, String, String> operator = new TableSelect<>(
                (key, value) -> KeyValue.pair(value.equals("-") ? null : value.substring(0, 1), value));
        operator.init(context);
        return operator;
    }

    private TableAggregate<String, String, String> aggregate() {
        TableAggregate<String, String, String> operator = new TableAggregate<>(
                "store",
                () -> "i",
                (key, value, sum) -> sum + "+" + value,
                (key, value, sum) -> sum + "-" + value,
                true);
        operator.init(context);
        return operator;
    }
}
