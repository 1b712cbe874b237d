package io.millrace.streams.engine.operator.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.operator.OperatorContext;
import io.millrace.streams.engine.operator.suppress.HeldChange.Cause;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

final class WaitingRecordsTests {

    private final KeyValueStore<Bytes, byte[]> store = new OperatorContext<String, String>()
            .add(Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("waiting"), Serdes.Bytes(), Serdes.ByteArray()));

    @Test
    void releasesWhatIsDueOnceAndInOrder() {
        WaitingRecords waiting = new WaitingRecords(store);
        add(waiting, "b", "1", 20);
        add(waiting, "a", "2", 30);
        add(waiting, "a", "3", 20);
        add(waiting, "a", "4", 20);

        assertThat(released(waiting, 19)).isEmpty();
        assertThat(released(waiting, 20)).containsExactly("a=3@20", "a=4@20", "b=1@20");
        assertThat(released(waiting, 29)).isEmpty();
        assertThat(released(waiting, 40)).containsExactly("a=2@30");
    }

    @Test
    void recordEarlierThanAllThatWaitIsFound() {
        WaitingRecords waiting = new WaitingRecords(store);
        add(waiting, "a", "1", 30);
        add(waiting, "a", "2", 10);

        assertThat(released(waiting, 15)).containsExactly("a=2@10");
    }

    @Test
    void takesUpWhatTheStoreHolds() {
        WaitingRecords before = new WaitingRecords(store);
        add(before, "a", "1", 20);
        add(before, "a", "2", 30);

        WaitingRecords after = new WaitingRecords(store);
        add(after, "a", "3", 20);

        assertThat(released(after, 25)).containsExactly("a=1@20", "a=3@20");
    }

    @Test
    void recordThatFailsDoesNotHoldUpTheNext() {
        WaitingRecords waiting = new WaitingRecords(store);
        add(waiting, "a", "1", 20);
        add(waiting, "a", "2", 21);

        assertThatThrownBy(() -> waiting.release(30, (key, cause, value) -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(released(waiting, 30)).containsExactly("a=2@21");
    }

    private static void add(WaitingRecords waiting, String key, String value, long timestampMs) {
        waiting.add(bytes(key), new Cause(timestampMs, 0, "s", 0, new RecordHeaders()), bytes(value));
    }

    private static List<String> released(WaitingRecords waiting, long untilMs) {
        List<String> released = new ArrayList<>();
        waiting.release(
                untilMs,
                (key, cause, value) -> released.add(text(key) + "=" + text(value) + "@" + cause.timestampMs()));
        return released;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
