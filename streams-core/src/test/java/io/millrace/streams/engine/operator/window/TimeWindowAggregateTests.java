package io.millrace.streams.engine.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.OperatorContext;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TimeWindowAggregateTests {

    private final OperatorContext<Windowed<String>, Change<String>> context = new OperatorContext<>();

    @BeforeEach
    void addStore() {
        context.add(Stores.timestampedWindowStoreBuilder(
                Stores.inMemoryWindowStore("store", Duration.ofMillis(1000), Duration.ofMillis(10), false),
                Serdes.String(),
                Serdes.String()));
    }

    @Test
    void outOfOrderRecordGoesIntoItsWindowWhileTheGracePeriodLasts() {
        var operator = concatenation(TimeWindows.ofSizeAndGrace(Duration.ofMillis(10), Duration.ofMillis(5)));

        operator.process(new Record<>("a", "1", 5));
        operator.process(new Record<>("a", "2", 14));
        operator.process(new Record<>("a", "3", 9));

        assertThat(context.forwarded())
                .containsExactly(
                        "[a@0/10]=Change[newValue=1, oldValue=null, isLatest=true]@5",
                        "[a@10/20]=Change[newValue=2, oldValue=null, isLatest=true]@14",
                        "[a@0/10]=Change[newValue=13, oldValue=1, isLatest=true]@9");
        assertThat(context.drops()).isEmpty();
    }

    @Test
    void recordIsLateOnceStreamTimeReachesTheEndOfItsWindowPlusGrace() {
        var operator = concatenation(TimeWindows.ofSizeAndGrace(Duration.ofMillis(10), Duration.ofMillis(5)));

        operator.process(new Record<>("a", "1", 5));
        operator.process(new Record<>("b", "2", 15));
        operator.process(new Record<>("a", "3", 9));

        assertThat(context.forwarded())
                .containsExactly(
                        "[a@0/10]=Change[newValue=1, oldValue=null, isLatest=true]@5",
                        "[b@10/20]=Change[newValue=2, oldValue=null, isLatest=true]@15");
        assertThat(context.drops()).hasSize(1);
    }

    @Test
    void recordThatIsLateStaysLateAfterARestart() {
        TimeWindows windows = TimeWindows.ofSizeAndGrace(Duration.ofMillis(10), Duration.ofMillis(5));
        concatenation(windows).process(new Record<>("b", "2", 15));
        context.restart();
        context.forwarded();

        concatenation(windows).process(new Record<>("a", "3", 9));

        assertThat(context.forwarded()).isEmpty();
        assertThat(context.drops()).hasSize(1);
    }

    @Test
    void hoppingWindowsDropOnlyForThoseThatAreClosed() {
        var operator = concatenation(
                TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)).advanceBy(Duration.ofMillis(5)));

        operator.process(new Record<>("a", "1", 12));
        operator.process(new Record<>("a", "2", 8));

        assertThat(context.forwarded())
                .containsExactly(
                        "[a@5/15]=Change[newValue=1, oldValue=null, isLatest=true]@12",
                        "[a@10/20]=Change[newValue=1, oldValue=null, isLatest=true]@12",
                        "[a@5/15]=Change[newValue=12, oldValue=1, isLatest=true]@12");
        assertThat(context.drops()).hasSize(1);
    }

    @Test
    void recordWithoutKeyIsDroppedAndDoesNotMoveTimeOn() {
        var operator = concatenation(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)));

        operator.process(new Record<>(null, "1", 100));
        operator.process(new Record<>("a", "2", 5));

        assertThat(context.forwarded()).containsExactly("[a@0/10]=Change[newValue=2, oldValue=null, isLatest=true]@5");
        assertThat(context.drops()).hasSize(1);
    }

    private TimeWindowAggregate<String, String, String, ?> concatenation(TimeWindows windows) {
        var operator = new TimeWindowAggregate<>(
                new Results("store", EmitStrategy.StrategyType.ON_WINDOW_UPDATE, true),
                windows,
                () -> "",
                (String key, String value, String sum) -> sum + value);
        operator.init(context);
        return operator;
    }
}
