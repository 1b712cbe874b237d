package io.millrace.streams.engine.operator.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.OperatorContext;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.EmitStrategy.StrategyType;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** A processing exception handler may say to go on after an aggregator threw; other keys must not notice. */
final class FailingAggregatorTests {

    private static final Results RESULTS = new Results("store", StrategyType.ON_WINDOW_UPDATE, false);
    private static final Aggregator<String, String, String> PICKY = (key, value, sum) -> {
        if (value.equals("bad")) {
            throw new IllegalStateException("bad value");
        }
        return sum + value;
    };

    private final OperatorContext<Windowed<String>, Change<String>> context = new OperatorContext<>();

    @Test
    void sessionOfOneKeyTakesNothingOfAnother() {
        context.add(Stores.sessionStoreBuilder(
                Stores.inMemorySessionStore("store", Duration.ofSeconds(1)), Serdes.String(), Serdes.String()));
        var operator = new SessionAggregate<String, String, String>(
                RESULTS,
                SessionWindows.ofInactivityGapAndGrace(Duration.ofMillis(10), Duration.ofMillis(5)),
                () -> "",
                PICKY,
                (key, one, other) -> one + other);

        failBetweenTwoKeys(operator);

        assertThat(context.forwarded()).containsExactly("[b@3/3]=Change[newValue=2, oldValue=null, isLatest=true]@3");
    }

    @Test
    void slidingWindowOfOneKeyTakesNothingOfAnother() {
        context.add(Stores.timestampedWindowStoreBuilder(
                Stores.inMemoryWindowStore("store", Duration.ofSeconds(1), Duration.ofMillis(10), false),
                Serdes.String(),
                Serdes.String()));
        var operator = new SlidingWindowAggregate<String, String, String>(
                RESULTS,
                SlidingWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(10), Duration.ofMillis(5)),
                () -> "",
                PICKY);

        failBetweenTwoKeys(operator);

        assertThat(context.forwarded()).containsExactly("[b@0/10]=Change[newValue=2, oldValue=null, isLatest=true]@3");
    }

    private void failBetweenTwoKeys(Processor<String, String, Windowed<String>, Change<String>> operator) {
        operator.init(context);
        operator.process(new Record<>("a", "1", 1));
        assertThatIllegalStateException().isThrownBy(() -> operator.process(new Record<>("a", "bad", 2)));
        context.forwarded();
        operator.process(new Record<>("b", "2", 3));
    }
}
