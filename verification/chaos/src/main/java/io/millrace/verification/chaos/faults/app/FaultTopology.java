package io.millrace.verification.chaos.faults.app;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.state.KeyValueStore;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** An echo of the input, a fold by key, a count by another key behind a repartition, and numbers that timers count. */
public final class FaultTopology {

    public static final String APPLICATION = "faults";
    public static final String INPUT = "input";
    public static final String ECHO = "echo";
    public static final String FOLDS = "folds";
    public static final String COUNTS = "counts";
    public static final String TICKS = "ticks";

    /** By key, {@link Fold} as text. */
    public static final String FOLD_STORE = "fold-store";

    /** By {@link #bucket}, the number of inputs. */
    public static final String COUNT_STORE = "count-store";

    /** By timer, how often it fired. */
    public static final String TICK_STORE = "tick-store";

    /** Of each topic. */
    public static final int PARTITIONS = 4;

    private static final int BUCKETS = 97;

    private FaultTopology() {}

    /** The other key that a key is counted under. */
    public static String bucket(String key) {
        return "b" + Math.floorMod(key.hashCode(), BUCKETS);
    }

    /** The changelog topic of a store. */
    public static String changelog(String store) {
        return APPLICATION + "-" + store + "-changelog";
    }

    /** The stores of the task that reads this topic. */
    static List<String> storesBehind(String topic) {
        return topic.equals(INPUT) ? List.of(FOLD_STORE, TICK_STORE) : List.of(COUNT_STORE);
    }

    static Topology build() {
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
        input.groupBy((key, value) -> bucket(key), Grouped.with(Serdes.String(), Serdes.Long()))
                .count(Materialized.as(COUNT_STORE))
                .toStream()
                .to(COUNTS, Produced.with(Serdes.String(), Serdes.Long()));
        input.process(new TickSupplier()).to(TICKS, Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }
}
