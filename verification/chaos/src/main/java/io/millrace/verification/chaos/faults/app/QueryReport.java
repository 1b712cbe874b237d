package io.millrace.verification.chaos.faults.app;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.KeyQueryMetadata;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.errors.InvalidStateStoreException;
import io.millrace.streams.state.HostInfo;
import io.millrace.streams.state.QueryableStoreTypes;
import io.millrace.streams.state.ReadOnlyKeyValueStore;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/** Answers what the fold of a key is, or who knows. */
final class QueryReport {

    private final KafkaStreams streams;
    private final int self;

    /** @param self what this instance is known by: the port of its {@code application.server} */
    QueryReport(KafkaStreams streams, int self) {
        this.streams = streams;
        this.self = self;
    }

    /** Answers if the active task is here, and else where it is. */
    void answer(String question, String key) {
        try {
            KeyQueryMetadata where = streams.queryMetadataForKey(FaultTopology.FOLD_STORE, key, new StringSerializer());
            if (where.activeHost().equals(HostInfo.unavailable())) {
                Said.line(Said.UNAVAILABLE, question);
            } else if (where.activeHost().port() != self) {
                Said.line(Said.ELSEWHERE, question, where.activeHost().port());
            } else {
                say(question, key, parameters().withPartition(where.partition()));
            }
        } catch (InvalidStateStoreException | IllegalStateException e) {
            Said.line(Said.UNAVAILABLE, question);
        }
    }

    /** Answers if any task with it is here, whatever is known of the others. */
    void answerFromAny(String question, String key) {
        try {
            say(question, key, parameters().withPartition(partition(key)).enableStaleStores());
        } catch (InvalidStateStoreException | IllegalStateException e) {
            Said.line(Said.UNAVAILABLE, question);
        }
    }

    private static int partition(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % FaultTopology.PARTITIONS;
    }

    private static StoreQueryParameters<ReadOnlyKeyValueStore<String, String>> parameters() {
        return StoreQueryParameters.fromNameAndType(FaultTopology.FOLD_STORE, QueryableStoreTypes.keyValueStore());
    }

    private void say(
            String question, String key, StoreQueryParameters<ReadOnlyKeyValueStore<String, String>> parameters) {
        String fold = streams.store(parameters).get(key);
        Said.line(Said.ANSWER, question, fold == null ? Fold.NONE : fold);
    }
}
