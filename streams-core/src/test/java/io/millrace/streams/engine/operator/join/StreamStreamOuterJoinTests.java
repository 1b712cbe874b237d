package io.millrace.streams.engine.operator.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.streams.engine.operator.OperatorContext;
import io.millrace.streams.engine.state.UnjoinedStore;
import io.millrace.streams.engine.state.UnjoinedStore.Side;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StreamStreamOuterJoinTests {

    private static final Duration REACH = Duration.ofMillis(5);
    private static final Duration LONGER_THAN_THE_EMIT_INTERVAL = Duration.ofSeconds(2);

    private final OperatorContext<String, String> context = new OperatorContext<>();

    @BeforeEach
    void addStores() {
        context.add(Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore("right", Duration.ofSeconds(1), REACH, true),
                Serdes.String(),
                Serdes.String()));
        openWaiting();
    }

    private UnjoinedStore<String> openWaiting() {
        return context.add(ViewBuilders.unjoined(
                Stores.inMemoryKeyValueStore("waiting"), Serdes.String(), Serdes.String(), Serdes.String()));
    }

    @Test
    void recordWhoseWindowIsClosedAlreadyIsSentOnAtOnce() {
        var left = left();
        left.process(new Record<>("b", "2", 200));
        context.forwarded();

        left.process(new Record<>("a", "1", 194));
        left.process(new Record<>("a", "2", 195));

        assertThat(context.forwarded()).containsExactly("a=1/null@194");
    }

    @Test
    void recordsWithoutAKeyAreSentOnAtOnceAndThoseWithoutAValueDropped() {
        var left = left();

        left.process(new Record<>(null, "1", 100));
        left.process(new Record<>("a", null, 100));

        assertThat(context.forwarded()).containsExactly("null=1/null@100");
        assertThat(context.drops()).hasSize(1);
    }

    @Test
    void recordWaitsUntilTheClockAllowsAnotherLook() {
        var left = left();
        left.process(new Record<>("a", "1", 100));
        left.process(new Record<>("b", "2", 106));
        left.process(new Record<>("c", "3", 112));
        assertThat(context.forwarded()).containsExactly("a=1/null@100");

        context.passSystemTime(LONGER_THAN_THE_EMIT_INTERVAL);
        left.process(new Record<>("d", "4", 112));

        assertThat(context.forwarded()).containsExactly("b=2/null@106");
    }

    @Test
    void recordThatWaitedSinceBeforeARestartIsSentOnWhenItsWindowCloses() {
        openWaiting().add(Side.LEFT, "a", "1", 10);

        left().process(new Record<>("b", "2", 30));

        assertThat(context.forwarded()).containsExactly("a=1/null@10");
    }

    @Test
    void recordThatCanFindNoMatchAnyMoreDoesNotWaitAfterARestart() {
        left().process(new Record<>("a", "1", 100));
        context.restart();
        openWaiting();

        left().process(new Record<>("b", "2", 10));

        assertThat(context.forwarded()).containsExactly("b=2/null@10");
    }

    @Test
    void recordWhoseJoinerThrowsIsNotInTheWayOfThoseBehindIt() {
        var left = left();
        left.process(new Record<>("a", "bad", 10));
        left.process(new Record<>("a", "good", 11));

        assertThatIllegalStateException().isThrownBy(() -> left.process(new Record<>("b", "2", 30)));
        context.passSystemTime(LONGER_THAN_THE_EMIT_INTERVAL);
        left.process(new Record<>("b", "3", 31));

        assertThat(context.forwarded()).containsExactly("a=good/null@11");
    }

    private StreamStreamOuterJoin<String, String, String, String> left() {
        var operator = new StreamStreamOuterJoin<String, String, String, String>(OuterJoinSide.left(
                new OuterJoinSide.Stores("right", "waiting"),
                new JoinReach(REACH.toMillis(), REACH.toMillis()),
                0,
                (key, value, other) -> {
                    if ("bad".equals(value)) {
                        throw new IllegalStateException("bad value");
                    }
                    return value + "/" + other;
                }));
        operator.init(context);
        context.passSystemTime(LONGER_THAN_THE_EMIT_INTERVAL);
        return operator;
    }
}
