package io.millrace.streams.engine.state.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.query.FailureReason;
import io.millrace.streams.query.KeyQuery;
import io.millrace.streams.query.Position;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.ValueTimestampHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class HeadersViewTests {

    private final TestTask task = new TestTask();

    @Test
    void headersTravelWithTheChangelogRecordAndBack() {
        TimestampedKeyValueStoreWithHeaders<String, String> store = open(task);
        ValueTimestampHeaders<String> value = ValueTimestampHeaders.make("v", 10, headers());
        store.put("a", value);
        task.commit();

        TestTask replacement = task.replacement();
        TimestampedKeyValueStoreWithHeaders<String, String> restored = open(replacement);
        replacement.restore();

        assertThat(task.published()).containsExactly("61=76@10");
        assertThat(restored.get("a")).isEqualTo(value);
    }

    @Test
    void leastRecentlyUsedEntryIsRemovedAndTheChangelogSaysSo() {
        KeyValueStore<String, String> store = ViewBuilders.keyValue(
                        Suppliers.IN_MEMORY.leastRecentlyUsed("store", 2), Serdes.String(), Serdes.String())
                .build();
        store.init(task, store);
        store.put("a", "1");
        store.put("b", "2");
        store.get("a");
        store.put("c", "3");

        assertThat(store.get("b")).isNull();
        assertThat(store.get("a")).isEqualTo("1");
        task.commit();
        assertThat(task.published()).anyMatch(record -> record.startsWith("62=null"));
    }

    @Test
    void queryBeyondThePositionIsRefused() {
        TimestampedKeyValueStoreWithHeaders<String, String> store = open(task);

        QueryResult<String> result = store.query(
                KeyQuery.withKey("a"),
                PositionBound.at(Position.emptyPosition().withComponent("elsewhere", 0, 5)),
                new QueryConfig(true));

        assertThat(result.getFailureReason()).isEqualTo(FailureReason.NOT_UP_TO_BOUND);
        assertThat(result.getExecutionInfo()).hasSize(1);
    }

    private static Headers headers() {
        return new RecordHeaders().add("x", new byte[] {1});
    }

    private static TimestampedKeyValueStoreWithHeaders<String, String> open(TestTask task) {
        TimestampedKeyValueStoreWithHeaders<String, String> store = ViewBuilders.timestampedKeyValueWithHeaders(
                        Suppliers.IN_MEMORY.timestampedKeyValueWithHeaders("store"), Serdes.String(), Serdes.String())
                .build();
        store.init(task, store);
        return store;
    }
}
