package io.millrace.verification.chaos.faults;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.Topology;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.state.KeyValueStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/**
 * One instance of the application under test: an echo of its input, a fold by key, and a count by another key, behind a repartition. It
 * prints what it restores and the end of a thread, and closes when its input ends, so that it does not outlive its launcher.
 */
final class FaultApplication {

    static final String ID = "faults";
    static final String INPUT = "input";
    static final String ECHO = "echo";
    static final String FOLDS = "folds";
    static final String COUNTS = "counts";
    static final String FOLD_STORE = "fold-store";
    static final String RESTORED = "restored ";
    static final String THREAD_ENDED = "thread-ended ";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private FaultApplication() {}

    /** Arguments: address of the broker, directory of the state, guarantee, number of standbys. */
    public static void main(String[] arguments) throws IOException {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, ID);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        config.put(StreamsConfig.STATE_DIR_CONFIG, arguments[1]);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, arguments[2]);
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, arguments[3]);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0); // Each update goes out.
        config.put(StreamsConfig.STATE_MEMORY_MAX_BYTES_CONFIG, 32L << 20);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        config.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        config.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 1_500);
        config.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 10_000);
        KafkaStreams streams = new KafkaStreams(topology(), config);
        streams.setUncaughtExceptionHandler(error -> {
            say(THREAD_ENDED + error);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setGlobalStateRestoreListener(new Restores());
        streams.start();
        while (System.in.read() >= 0) {
            // Until the launcher closes it, or is gone.
        }
        Runtime.getRuntime().halt(streams.close(STOP_TIMEOUT) ? 0 : 1);
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Long> input = builder.stream(INPUT, Consumed.with(Serdes.String(), Serdes.Long()));
        input.to(ECHO, Produced.with(Serdes.String(), Serdes.Long()));
        input.groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
                .aggregate(
                        () -> "",
                        (key, value, fold) -> Fold.parse(fold).add(value).toString(),
                        Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as(FOLD_STORE)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.String()))
                .toStream()
                .to(FOLDS, Produced.with(Serdes.String(), Serdes.String()));
        input.groupBy((key, value) -> Workload.bucket(key), Grouped.with(Serdes.String(), Serdes.Long()))
                .count()
                .toStream()
                .to(COUNTS, Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }

    /** Says how much each restore took. */
    private static final class Restores implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
            say(RESTORED + "from " + partition + " " + start + " " + end);
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long end, long records) {
            // The total is enough.
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long records) {
            say(RESTORED + "all " + partition + " " + records + " 0");
        }
    }
}
