package io.millrace.streams.engine.operator.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.operator.OperatorContext;
import io.millrace.streams.engine.state.view.Suppliers;
import io.millrace.streams.engine.state.view.ViewBuilders;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StreamStreamJoinTests {

    private final OperatorContext<String, String> context = new OperatorContext<>();
    private WindowStore<String, String> others;

    @BeforeEach
    void addStore() {
        others = context.add(ViewBuilders.window(
                Suppliers.IN_MEMORY.window("others", Duration.ofMillis(100), Duration.ofMillis(100), true),
                Serdes.String(),
                Serdes.String()));
    }

    @Test
    void joinsWithEachRecordOfTheOtherSideInReachAndTakesTheLaterTime() {
        others.put("a", "early", 89);
        others.put("a", "first", 90);
        others.put("a", "same", 90);
        others.put("b", "else", 100);
        others.put("a", "last", 105);
        others.put("a", "late", 106);

        join(new JoinReach(10, 5)).process(new Record<>("a", "v", 100));

        assertThat(context.forwarded()).containsExactly("a=v/first@100", "a=v/same@100", "a=v/last@105");
    }

    @Test
    void reachDoesNotGoBelowTheFirstTime() {
        others.put("a", "zero", 0);

        join(new JoinReach(10, 5)).process(new Record<>("a", "v", 3));

        assertThat(context.forwarded()).containsExactly("a=v/zero@3");
    }

    @Test
    void recordsWithoutKeyOrValueAreDropped() {
        StreamStreamJoin<String, String, String, String> operator = join(new JoinReach(10, 5));

        operator.process(new Record<>(null, "v", 100));
        operator.process(new Record<>("a", null, 100));

        assertThat(context.forwarded()).isEmpty();
        assertThat(context.drops()).hasSize(2);
    }

    @Test
    void selfJoinMeetsEachPairInBothOrdersAndEachRecordItself() {
        var operator = selfJoin(new JoinReach(10, 10), 0);

        operator.process(new Record<>("a", "1", 100));
        others.put("a", "1", 100);
        operator.process(new Record<>("a", "2", 105));

        assertThat(context.forwarded()).containsExactly("a=1/1@100", "a=2/1@105", "a=1/2@105", "a=2/2@105");
    }

    @Test
    void selfJoinMeetsARecordItselfAtItsPlaceInTime() {
        var operator = selfJoin(new JoinReach(10, -5), 20);
        others.put("a", "1", 100);
        others.put("a", "2", 110);

        operator.process(new Record<>("a", "3", 105));

        assertThat(context.forwarded()).containsExactly("a=3/1@105", "a=3/3@105", "a=2/3@110");
    }

    @Test
    void selfJoinMeetsARecordItselfUntilAMillisecondBeforeTheStoreForgetsIt() {
        var operator = selfJoin(new JoinReach(10, 10), 5);
        operator.process(new Record<>("a", "1", 100));
        operator.process(new Record<>("a", null, 900));

        operator.process(new Record<>("b", "2", 77));
        operator.process(new Record<>("b", "3", 76));

        assertThat(context.forwarded()).containsExactly("a=1/1@100", "b=2/2@77");
    }

    @Test
    void writerKeepsRecordsWithAKeyAndPassesAllOn() {
        JoinWindowWriter<String, String> writer = new JoinWindowWriter<>("others");
        writer.init(context);

        writer.process(new Record<>("a", "1", 100));
        writer.process(new Record<>(null, "2", 101));

        assertThat(context.forwarded()).containsExactly("a=1@100", "null=2@101");
        try (var kept = others.all()) {
            assertThat(kept).toIterable().extracting(entry -> entry.value).containsExactly("1");
        }
    }

    private StreamStreamSelfJoin<String, String, String> selfJoin(JoinReach reach, long graceMs) {
        StreamStreamSelfJoin<String, String, String> operator =
                new StreamStreamSelfJoin<>("others", reach, graceMs, (key, left, right) -> left + "/" + right);
        operator.init(context);
        return operator;
    }

    private StreamStreamJoin<String, String, String, String> join(JoinReach reach) {
        StreamStreamJoin<String, String, String, String> operator =
                new StreamStreamJoin<>("others", reach, (key, value, other) -> value + "/" + other);
        operator.init(context);
        return operator;
    }
}
